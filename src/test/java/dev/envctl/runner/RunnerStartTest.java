package dev.envctl.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.envctl.cli.CloudEngines;
import dev.envctl.cli.Shell;
import dev.envctl.problem.Code;
import dev.envctl.problem.ProblemException;
import dev.envctl.runner.database.Database;
import dev.envctl.runner.run.AuditLog;
import dev.envctl.runner.run.EnvironmentKey;
import dev.envctl.runner.run.Environments;
import dev.envctl.runner.settings.RunnerSettings;
import dev.envctl.runner.settings.SettingsReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunnerStartTest {

    @TempDir
    private Path directory;

    @Test
    void aTakenPortIsAProblemAndLeavesNothingOpen() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> start(taken.getLocalPort()))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            broken -> assertThat(broken.problems())
                                    .singleElement()
                                    .satisfies(problem -> {
                                        assertThat(problem.code()).isEqualTo(Code.CANNOT_LISTEN);
                                        assertThat(problem.detail()).contains("127.0.0.1:" + taken.getLocalPort());
                                    }));
        }

        try (Runner runner = start(0)) {
            assertThat(runner.address().getPort()).isPositive();
        }
    }

    @Test
    void whichSettingsChangedStandsInTheAuditLog() throws IOException {
        Path file = directory.resolve("runner.yaml");
        try (Runner runner = start(0)) {
            Files.writeString(file, Files.readString(file) + "keep: 30d\nsecretVariables: [STUDIO_PASSWORD]\n");
            runner.reload(new SettingsReader(directory, "runner").read(file).settings());
        }

        try (Database database = Database.inFile(directory.resolve("data/runner"))) {
            assertThat(new AuditLog(database.jdbi(), Clock.systemUTC()).list(1))
                    .extracting(AuditLog.Entry::actor, AuditLog.Entry::action, AuditLog.Entry::detail)
                    .containsExactly(tuple("envctl", "settings", "changed: secretVariables, keep"));
        }
    }

    @Test
    void whatTheSettingsDoNotCoverAnyMoreIsGoneAtOnce() throws Exception {
        Path file = directory.resolve("runner.yaml");
        try (Runner runner = start(0);
                Database database = Database.inFile(directory.resolve("data/runner"))) {
            var environments = new Environments(database.jdbi());
            environments.change(
                    new EnvironmentKey("github", "acme/platform", "environments/dev"), state -> state.withOwner("dev"));
            Files.writeString(file, Files.readString(file).replace("environments/*", "elsewhere/*"));

            runner.reload(new SettingsReader(directory, "runner").read(file).settings());

            Instant end = Instant.now().plusSeconds(30);
            while (!environments.list().isEmpty() && Instant.now().isBefore(end)) {
                LockSupport.parkNanos(50_000_000);
            }
            assertThat(environments.list()).isEmpty();
        }
    }

    private Runner start(int port) throws IOException {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        Shell shell = Shell.of(
                new ByteArrayInputStream(new byte[0]), nowhere, nowhere, Map.of("HOSTNAME", "runner"), directory);
        RunnerSettings settings = settings(port);
        return Runner.start(
                settings,
                new Surroundings(
                        reference -> "a secret that is long enough",
                        _ -> new CloudEngines(shell, settings.dataDirectory()),
                        Clock.systemUTC()));
    }

    private RunnerSettings settings(int port) throws IOException {
        Path file = directory.resolve("runner.yaml");
        Files.writeString(file, """
            listen: {port: %d}
            publicUrl: http://127.0.0.1:8080
            dataDirectory: %s
            forges:
              github:
                type: github
                webhookSecret: env:WEBHOOK_SECRET
                token: env:GITHUB_TOKEN
            repositories:
              - name: acme/platform
                cloneUrl: http://127.0.0.1:1/acme/platform.git
                environments: [{path: environments/*}]
            """.formatted(port, directory.resolve("data")));
        return new SettingsReader(directory, "runner").read(file).settings();
    }
}
