package dev.envctl.runner.forge.github;

import com.fasterxml.jackson.databind.JsonNode;
import dev.envctl.runner.forge.ForgeAccount;
import dev.envctl.runner.forge.ForgeException;
import dev.envctl.runner.forge.rest.Rest;
import dev.envctl.runner.settings.RunnerSettings.App;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The token for a repository: the one in the settings, or that of the App's installation where the repository is. An
/// installation's token lives an hour and is renewed before it ends. Any thread may use it.
final class Tokens {

    private static final Duration BEFORE_ITS_END = Duration.ofMinutes(5);

    private record Lease(String token, Instant end) {}

    private final ForgeAccount account;
    private final Map<String, Lease> leases = new HashMap<>();

    Tokens(ForgeAccount account) {
        this.account = account;
    }

    boolean isApp() {
        return account.settings().app().isPresent();
    }

    /// Of what may be asked about `repository`.
    String of(String repository) {
        Optional<App> app = account.settings().app();
        return app.isPresent() ? ofInstallation(app.get(), repository) : account.token();
    }

    /// Acts as the App itself, which may ask for little more than its installations.
    Rest asApp(App app) {
        return new Rest(account.transport(), account.api(), Rest.Authorization.of("Authorization", () -> bearer(app)));
    }

    private String bearer(App app) {
        return "Bearer "
                + AppKey.parse(account.read(app.privateKey()))
                        .token(app.id(), account.clock().instant());
    }

    /// One installation per owner, and the same token for all of its repositories.
    private synchronized String ofInstallation(App app, String repository) {
        String owner = owner(repository);
        Lease lease = leases.get(owner);
        Instant now = account.clock().instant();
        if (lease == null || now.plus(BEFORE_ITS_END).isAfter(lease.end())) {
            lease = renew(app, repository);
            leases.put(owner, lease);
        }
        return lease.token();
    }

    /// GitHub takes tokens back when an App is suspended or installed anew. Whoever asks next gets another.
    synchronized void refused(String repository) {
        leases.remove(owner(repository));
    }

    private static String owner(String repository) {
        return repository.substring(0, Math.max(0, repository.indexOf('/')));
    }

    private Lease renew(App app, String repository) {
        long installation = app.installation().orElseGet(() -> installation(app, repository));
        String what = "getting a token of the App's installation for " + repository;
        JsonNode answer =
                asApp(app).send(what, "POST", "/app/installations/" + installation + "/access_tokens", Map.of());
        try {
            return new Lease(
                    answer.path("token").asText(),
                    Instant.parse(answer.path("expires_at").asText()));
        } catch (DateTimeException noMoment) {
            throw new ForgeException(what + ": the answer does not say until when it is good", true);
        }
    }

    private long installation(App app, String repository) {
        String what = "looking up the App's installation for " + repository;
        return asApp(app)
                .find(what, "/repos/" + repository + "/installation")
                .map(found -> found.path("id").asLong())
                .orElseThrow(() -> new ForgeException(what + ": the App is not installed there", false));
    }
}
