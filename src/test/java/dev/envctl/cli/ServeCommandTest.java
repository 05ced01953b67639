package dev.envctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.envctl.testing.GoldenFiles;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ServeCommandTest {

    private static final String SETTINGS = """
        listen: {port: 0}
        dataDirectory: /var/lib/envctl
        forges:
          github:
            type: github
            webhookSecret: env:HOOK
            token: file:token.txt
        repositories:
          - name: acme/platform
            environments:
              - path: environments/*
                apply: merge
                drift: {cron: "0 6 * * *"}
              - path: teams/**
                apply: comment
                requirements: []
                allowed: {apply: ["team:acme/data"]}
        notifications:
          - {name: team, url: env:SLACK, events: [drift-found]}
        signIn:
          tokens:
            - {name: alice, sha256: 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef, role: admin}
        shutdownGrace: 5m
        """;

    /// Signals as a test sends them.
    private static final class Signals implements Interrupts {
        private Runnable first = () -> {};
        private Runnable hangUp = () -> {};

        @Override
        public Listening listen(Runnable atFirst, Runnable second) {
            first = atFirst;
            return () -> first = () -> {};
        }

        @Override
        public Listening listenHangUp(Runnable hungUp) {
            hangUp = hungUp;
            return () -> hangUp = () -> {};
        }
    }

    @TempDir
    private Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Signals signals = new Signals();
    private final FakeService service = new FakeService();
    private final Map<String, String> variables = new LinkedHashMap<>(Map.of(
            "HOOK",
            "hook-secret-0123456789",
            "SLACK",
            "https://hooks.slack.com/services/T0/B0/abcdef",
            "HOSTNAME",
            "blue"));

    @BeforeEach
    void write() throws IOException {
        settings(SETTINGS);
        Files.writeString(directory.resolve("token.txt"), "token-0123456789\n");
    }

    @Test
    void saysWhatItWouldDoWithoutDoingIt() {
        assertThat(run("--check-config")).isZero();

        GoldenFiles.check("serve/check-config.txt", text(out));
        assertThat(text(err)).isEmpty();
        assertThat(service.settings).isEmpty();
    }

    @Test
    void saysWhichSecretsCannotBeRead() throws IOException {
        variables.remove("HOOK");
        Files.writeString(directory.resolve("token.txt"), "short\n");

        assertThat(run("--check-config")).isEqualTo(1);

        assertThat(text(out)).contains("secrets: 1 of 3 can be read");
        assertThat(text(err))
                .contains(
                        "ENV-1202",
                        "The environment variable HOOK is not set.",
                        "needed for forges.github.webhookSecret")
                .contains("The secret file:token.txt is shorter than 8 characters")
                .doesNotContain("short\n");
        assertThat(run()).isEqualTo(1);
        assertThat(service.settings).isEmpty();
    }

    @Test
    void refusesSettingsThatAreWrong() throws IOException {
        settings(SETTINGS.replace("listen: {port: 0}", "listen: {host: 0.0.0.0}")
                .replaceAll("(?s)signIn.*admin}\n", ""));

        assertThat(run()).isEqualTo(1);

        assertThat(text(err)).contains("--> runner.yaml:1:16", "ENV-1209");
        assertThat(service.settings).isEmpty();
    }

    @Test
    void servesUntilItIsToldToStopAndDrainsThen() throws Exception {
        CompletableFuture<Integer> exit = start("--log-format", "text");

        signals.first.run();

        assertThat(exit.get(30, TimeUnit.SECONDS)).isZero();
        assertThat(text(err))
                .containsSubsequence(
                        "envctl serves http://127.0.0.1:41234 (listens on 127.0.0.1:41234)",
                        "Nothing new is taken up. What is running has 5m0s to end",
                        "Stopped.");
        assertThat(service.drained).containsExactly(Duration.ofMinutes(5));
        assertThat(service.closed).isTrue();
    }

    @Test
    void endsWithAnErrorWhenTheServiceEndsByItself() throws Exception {
        CompletableFuture<Integer> exit = start();

        service.endByItself();

        assertThat(exit.get(30, TimeUnit.SECONDS)).isEqualTo(1);
        assertThat(service.drained).isEmpty();
        assertThat(service.closed).isTrue();
    }

    @Test
    void goesByAChangedFileAndSaysWhatNeedsARestart() throws Exception {
        CompletableFuture<Integer> exit = start("--log-format", "text");

        settings(SETTINGS.replace("environments/*", "places/*").replace("port: 0", "port: 9090"));
        var reloaded = service.reloaded.poll(30, TimeUnit.SECONDS);

        assertThat(reloaded).isNotNull();
        assertThat(reloaded.repositories().getFirst().environments().getFirst().path())
                .isEqualTo("places/*");
        assertThat(reloaded.listen().port()).isZero();
        signals.first.run();
        assertThat(exit.get(30, TimeUnit.SECONDS)).isZero();
        assertThat(text(err))
                .contains("The settings were read again; these changed: repositories.")
                .contains("ENV-1210", "listen, publicUrl changed, too, and count only after a restart.");
    }

    @Test
    void keepsTheOldSettingsWhenTheNewAreBroken() throws Exception {
        CompletableFuture<Integer> exit = start("--log-format", "text");

        settings("forges: [\n");
        signals.hangUp.run();
        settings(SETTINGS.replace("shutdownGrace: 5m", "shutdownGrace: 1m"));
        signals.hangUp.run();
        var reloaded = service.reloaded.poll(30, TimeUnit.SECONDS);

        assertThat(reloaded).isNotNull();
        signals.first.run();
        assertThat(exit.get(30, TimeUnit.SECONDS)).isZero();
        assertThat(service.drained).containsExactly(Duration.ofMinutes(1));
    }

    @Test
    void saysThatABrokenFileIsNotGoneBy() throws Exception {
        CompletableFuture<Integer> exit = start("--log-format", "text");

        settings("forges: [\n");
        signals.hangUp.run();
        signals.first.run();

        assertThat(exit.get(30, TimeUnit.SECONDS)).isZero();
        assertThat(text(err)).containsSubsequence("ENV-0101", "The settings that were in force stay in force.");
        assertThat(service.reloaded).isEmpty();
    }

    @Test
    void logsOneJsonObjectALineWhereThereIsNoTerminalAndNoSecretInIt() throws Exception {
        CompletableFuture<Integer> exit = start();
        signals.first.run();
        exit.get(30, TimeUnit.SECONDS);

        List<JsonNode> events = text(err).lines().map(ServeCommandTest::json).toList();

        assertThat(events)
                .extracting(event -> event.path("formattedMessage").asText())
                .contains(
                        "the webhook secret is ***",
                        "envctl serves http://127.0.0.1:41234 (listens on 127.0.0.1:41234)");
        assertThat(events)
                .allSatisfy(event -> assertThat(event.path("level").asText()).isEqualTo("INFO"));
        assertThat(text(err)).doesNotContain("hook-secret-0123456789");
    }

    private static JsonNode json(String line) {
        try {
            return new ObjectMapper().readTree(line);
        } catch (IOException malformed) {
            throw new AssertionError("no JSON: " + line, malformed);
        }
    }

    private void settings(String yaml) throws IOException {
        Files.writeString(directory.resolve("runner.yaml"), yaml);
    }

    private CompletableFuture<Integer> start(String... options) throws InterruptedException {
        CompletableFuture<Integer> exit = CompletableFuture.supplyAsync(() -> run(options));
        assertThat(service.started.await(30, TimeUnit.SECONDS)).isTrue();
        return exit;
    }

    private int run(String... options) {
        var arguments = new ArrayList<>(List.of("serve"));
        arguments.addAll(List.of(options));
        Shell shell = Shell.of(
                        new ByteArrayInputStream(new byte[0]),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        variables,
                        directory)
                .on(Terminal.NONE, signals);
        return new Program(shell, Wiring::new, service).run(arguments);
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }
}
