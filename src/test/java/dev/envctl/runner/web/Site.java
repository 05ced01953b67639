package dev.envctl.runner.web;

import dev.envctl.runner.database.Database;
import dev.envctl.runner.run.AuditLog;
import dev.envctl.runner.run.EnvironmentKey;
import dev.envctl.runner.run.Environments;
import dev.envctl.runner.run.Runs;
import dev.envctl.runner.settings.RunnerSettings;
import dev.envctl.runner.settings.RunnerSettings.AccessToken;
import dev.envctl.runner.settings.RunnerSettings.ForgeSettings;
import dev.envctl.runner.settings.RunnerSettings.ForgeType;
import dev.envctl.runner.settings.RunnerSettings.Listen;
import dev.envctl.runner.settings.RunnerSettings.OpenId;
import dev.envctl.runner.settings.RunnerSettings.RepositorySettings;
import dev.envctl.runner.settings.RunnerSettings.Role;
import dev.envctl.runner.settings.RunnerSettings.SignIn;
import dev.envctl.runner.settings.SecretReference;
import dev.envctl.value.Ordered;
import dev.envctl.value.Sha256;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/// A web server with a database of its own, three tokens, and actions that queue and remember.
final class Site implements AutoCloseable {

    static final EnvironmentKey DEV = new EnvironmentKey("github", "acme/platform", "environments/dev");

    final Database database = Database.inMemory(UUID.randomUUID().toString());
    final TurnableClock clock = new TurnableClock();
    final Runs runs = new Runs(database.jdbi(), clock);
    final Environments environments = new Environments(database.jdbi());
    final AuditLog audit = new AuditLog(database.jdbi(), clock);
    final QueueingActions actions = new QueueingActions(runs);
    final List<String> deliveries = new CopyOnWriteArrayList<>();
    final List<ReadyCheck> checks = new ArrayList<>();
    final WebServer server;
    private RunnerSettings settings = settings(URI.create("http://localhost"), List.of(), Optional.empty());

    private Site(UnaryOperator<RunnerSettings> change, List<ReadyCheck> checks, boolean openMetrics) {
        settings = change.apply(settings);
        this.checks.addAll(checks);
        server = WebServer.start(parts(openMetrics));
    }

    static Site open() {
        return new Site(UnaryOperator.identity(), List.of(), false);
    }

    static Site open(UnaryOperator<RunnerSettings> change) {
        return new Site(change, List.of(), false);
    }

    static Site openWith(List<ReadyCheck> checks, boolean openMetrics) {
        return new Site(UnaryOperator.identity(), checks, openMetrics);
    }

    WebParts parts(boolean openMetrics) {
        return new WebParts(
                () -> settings,
                reference -> "secret of " + reference.text(),
                new WebParts.Store(database.jdbi(), runs, environments, audit),
                actions,
                (forge, headers, body) -> {
                    byte[] bytes = body.readAllBytes();
                    deliveries.add(forge + " "
                            + headers.getOrDefault("x-github-event", List.of("none"))
                                    .getFirst() + " " + bytes.length);
                    return new WebhookDoor.Answer(202, "stored");
                },
                checks,
                new WebParts.Metrics(() -> "envctl_run_total 1.0\n", openMetrics),
                clock);
    }

    void reload(UnaryOperator<RunnerSettings> change) {
        settings = change.apply(settings);
    }

    /// Tokens are `read-token`, `run-token` and `admin-token`.
    static RunnerSettings settings(URI publicUrl, List<AccessToken> more, Optional<OpenId> openId) {
        List<AccessToken> tokens = new ArrayList<>(more);
        for (Role role : Role.values()) {
            String name = role.name().toLowerCase(Locale.ROOT);
            tokens.add(new AccessToken(name + "er", Sha256.hex(name + "-token"), role));
        }
        Map<String, ForgeSettings> forges = new LinkedHashMap<>();
        forges.put("github", forge("github", ForgeType.GITHUB));
        forges.put("gitlab", forge("gitlab", ForgeType.GITLAB));
        return new RunnerSettings(
                new Listen("127.0.0.1", 0),
                publicUrl,
                Path.of("data"),
                new RunnerSettings.Database(Optional.empty(), Optional.empty(), Optional.empty()),
                "runner-0",
                4,
                Ordered.copyOf(forges),
                List.of(
                        repository("acme/platform", "github", "https://github.com/acme/platform.git"),
                        repository("data/lake/studio", "gitlab", "https://gitlab.example.com/data/lake/studio.git")),
                new RunnerSettings.Modules(List.of()),
                List.of(),
                List.of(),
                new SignIn(tokens, openId, Duration.ofHours(8)),
                Duration.ofSeconds(30),
                Duration.ofDays(90));
    }

    static RunnerSettings with(RunnerSettings old, URI publicUrl, SignIn signIn) {
        return new RunnerSettings(
                old.listen(),
                publicUrl,
                old.dataDirectory(),
                old.database(),
                old.replica(),
                old.concurrency(),
                old.forges(),
                old.repositories(),
                old.modules(),
                old.secretVariables(),
                old.notifications(),
                signIn,
                old.shutdownGrace(),
                old.keep());
    }

    private static ForgeSettings forge(String name, ForgeType type) {
        return new ForgeSettings(
                name,
                type,
                URI.create("https://api.example.com"),
                new SecretReference("env:SECRET"),
                Optional.empty(),
                Optional.empty());
    }

    private static RepositorySettings repository(String name, String forge, String url) {
        return new RepositorySettings(name, forge, URI.create(url), "main", false, List.of());
    }

    String url() {
        return "http://127.0.0.1:" + server.port();
    }

    @Override
    public void close() {
        server.close();
        database.close();
    }
}
