package dev.envctl.runner.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import dev.envctl.report.ProblemText;
import dev.envctl.report.Style;
import dev.envctl.runner.settings.RunnerSettings.ApplyOn;
import dev.envctl.runner.settings.RunnerSettings.EnvironmentRule;
import dev.envctl.runner.settings.RunnerSettings.Event;
import dev.envctl.runner.settings.RunnerSettings.RepositorySettings;
import dev.envctl.runner.settings.RunnerSettings.Requirement;
import dev.envctl.runner.settings.RunnerSettings.Role;
import dev.envctl.schema.FieldSchema;
import dev.envctl.testing.GoldenFiles;
import dev.envctl.value.FieldPath;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SettingsReaderTest {

    private static final String SMALLEST = """
        forges:
          github:
            type: github
            webhookSecret: env:HOOK
            token: file:/run/secrets/token
        repositories:
          - name: acme/platform
            environments:
              - path: environments/*
        """;

    @TempDir
    private Path directory;

    static List<Path> cases() {
        return GoldenFiles.casesIn("runner-settings");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void saysAllThatIsWrongAtItsPlace(Path folder) {
        String said = said(folder);

        GoldenFiles.check("runner-settings/" + folder.getFileName() + "/problems.txt", said);
        assertThat(said).isNotEmpty().doesNotContain("MustNotBeShown", "hunter2", "correct-horse");
    }

    private static String said(Path folder) {
        var text = new ProblemText(new Style(false, false));
        try {
            return text.render(new SettingsReader(folder, "host")
                    .read(Path.of("runner.yaml"))
                    .warnings());
        } catch (ProblemException refused) {
            return text.render(refused.problems());
        }
    }

    @Test
    void fillsInEveryDefault() throws IOException {
        RunnerSettings settings = read(SMALLEST).settings();

        assertThat(settings.listen()).isEqualTo(new RunnerSettings.Listen("127.0.0.1", 8080));
        assertThat(settings.publicUrl()).isEqualTo(URI.create("http://127.0.0.1:8080"));
        assertThat(settings.dataDirectory()).isEqualTo(directory.resolve(".envctl/runner"));
        assertThat(settings.database().url()).isEmpty();
        assertThat(settings.replica()).isEqualTo("host-1");
        assertThat(settings.concurrency()).isEqualTo(4);
        assertThat(settings.shutdownGrace()).isEqualTo(Duration.ofMinutes(1));
        assertThat(settings.keep()).isEqualTo(Duration.ofDays(90));
        assertThat(settings.signIn().sessionLife()).isEqualTo(Duration.ofHours(12));
        assertThat(settings.forges().firstEntry().getValue().api()).isEqualTo(URI.create("https://api.github.com"));
        assertThat(settings.repositories()).singleElement().satisfies(repository -> {
            assertThat(repository.forge()).isEqualTo("github");
            assertThat(repository.cloneUrl()).isEqualTo(URI.create("https://github.com/acme/platform.git"));
            assertThat(repository.defaultBranch()).isEqualTo("main");
            assertThat(repository.planForks()).isFalse();
        });
        EnvironmentRule rule = settings.repositories().getFirst().environments().getFirst();
        assertThat(rule.apply()).isEqualTo(ApplyOn.NEVER);
        assertThat(rule.requirements()).containsExactly(Requirement.APPROVED, Requirement.MERGEABLE);
        assertThat(rule.allowed())
                .isEqualTo(new RunnerSettings.Allowed(List.of("writers"), List.of("writers"), List.of("writers")));
        assertThat(rule.drift()).isEmpty();
    }

    @Test
    void readsWhatIsWritten() throws IOException {
        RunnerSettings settings = read("""
            listen: {host: 0.0.0.0, port: 9090}
            publicUrl: https://envctl.example.com/
            dataDirectory: /var/lib/envctl
            database: {url: "jdbc:postgresql://db/envctl", user: envctl, password: env:DB}
            replica: blue
            concurrency: 8
            forges:
              lab:
                type: gitlab
                api: https://lab.example.com/api/v4/
                webhookSecret: env:HOOK
                token: env:TOKEN
              hub:
                type: github
                webhookSecret: env:HOOK
                app: {id: 4711, installation: 99, privateKey: file:/key.pem}
            repositories:
              - name: acme/data/platform
                forge: lab
                defaultBranch: trunk
                planForks: true
                environments:
                  - path: environments/prod
                    apply: merge
                    requirements: [approved, up-to-date]
                    allowed: {apply: ["team:acme/platform", "user:alice"]}
                    drift: {cron: "0 6 * * 1-5", spread: 30m, selfHeal: true}
            modules: {allow: ["https://github.com/acme/"]}
            secretVariables: [TLS_KEY]
            notifications:
              - {name: team, url: env:SLACK, events: [drift-found, apply-failed]}
            signIn:
              sessionLife: 8h
              tokens:
                - {name: ci, sha256: %s, role: run}
              openId:
                issuer: https://login.example.com
                clientId: envctl
                clientSecret: env:OIDC
                roles: {platform: admin, everybody: read}
            shutdownGrace: 5m
            keep: 30d
            """.formatted("AB".repeat(32))).settings();

        assertThat(settings.publicUrl()).isEqualTo(URI.create("https://envctl.example.com"));
        assertThat(settings.dataDirectory()).isEqualTo(Path.of("/var/lib/envctl"));
        assertThat(settings.database().password()).contains(new SecretReference("env:DB"));
        assertThat(settings.forges().keySet()).containsExactly("lab", "hub");
        assertThat(settings.forges().lastEntry().getValue().app())
                .contains(new RunnerSettings.App("4711", Optional.of(99L), new SecretReference("file:/key.pem")));
        assertThat(settings.repository("lab", "Acme/data/platform")
                        .orElseThrow()
                        .cloneUrl())
                .isEqualTo(URI.create("https://lab.example.com/acme/data/platform.git"));
        EnvironmentRule rule = settings.repositories().getFirst().environments().getFirst();
        assertThat(rule.allowed().apply()).containsExactly("team:acme/platform", "user:alice");
        assertThat(rule.drift())
                .contains(new RunnerSettings.DriftSettings(
                        "0 6 * * 1-5", ZoneId.of("UTC"), Duration.ofMinutes(30), true));
        assertThat(settings.notifications().getFirst().events()).containsExactly(Event.DRIFT_FOUND, Event.APPLY_FAILED);
        assertThat(settings.signIn().tokens().getFirst().sha256()).isEqualTo("ab".repeat(32));
        assertThat(settings.signIn().openId().orElseThrow().roles())
                .containsEntry("platform", Role.ADMIN)
                .containsEntry("everybody", Role.READ);
        assertThat(settings.keep()).isEqualTo(Duration.ofDays(30));
    }

    @Test
    void theFirstRuleThatMatchesCounts() throws IOException {
        RepositorySettings repository = read("""
            forges:
              github: {type: github, webhookSecret: env:HOOK, token: env:TOKEN}
            repositories:
              - name: acme/platform
                environments:
                  - {path: environments/prod, apply: comment}
                  - {path: "environments/**", apply: merge}
            """).settings().repositories().getFirst();

        assertThat(repository.rule("environments/prod").orElseThrow().apply()).isEqualTo(ApplyOn.COMMENT);
        assertThat(repository.rule("environments/team/dev").orElseThrow().apply())
                .isEqualTo(ApplyOn.MERGE);
        assertThat(repository.rule("examples/dev")).isEmpty();
        assertThat(repository.rule("environments/\0")).isEmpty();
    }

    @Test
    void saysThatThereIsNoSuchFile() {
        assertThat(problems("missing.yaml"))
                .extracting(Problem::detail)
                .containsExactly("There is no file missing.yaml.");
    }

    @Test
    void describesEveryField() {
        assertDescribed(SettingsReader.schema(), FieldPath.ROOT);
    }

    private static void assertDescribed(FieldSchema schema, FieldPath path) {
        schema.fields().forEach((name, field) -> {
            assertThat(field.description()).as("%s", path.key(name)).endsWith(".");
            assertDescribed(field, path.key(name));
        });
        schema.items().ifPresent(items -> assertDescribed(items, path.index(0)));
        schema.values().ifPresent(values -> assertDescribed(values, path.key("NAME")));
    }

    @Test
    void tellsWhatCountsAtOnceFromWhatNeedsARestart() throws IOException {
        RunnerSettings running = read(SMALLEST).settings();
        RunnerSettings again = read(SMALLEST.replace("environments/*", "teams/*") + "listen: {port: 1}\nkeep: 1d\n")
                .settings();

        SettingsChange change = SettingsChange.between(running, again);

        assertThat(change.changed()).containsExactly("repositories", "keep");
        assertThat(change.restart()).containsExactly("listen", "publicUrl");
        assertThat(change.settings().listen()).isEqualTo(running.listen());
        assertThat(change.settings().repositories()).isEqualTo(again.repositories());
        assertThat(SettingsChange.between(running, read(SMALLEST).settings()).isEmpty())
                .isTrue();
    }

    private SettingsReader.Reading read(String yaml) throws IOException {
        Files.writeString(directory.resolve("runner.yaml"), yaml);
        return new SettingsReader(directory, "host-1").read(Path.of("runner.yaml"));
    }

    private List<Problem> problems(String file) {
        try {
            return new SettingsReader(directory, "host-1").read(Path.of(file)).warnings();
        } catch (ProblemException refused) {
            return refused.problems();
        }
    }
}
