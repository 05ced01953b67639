package dev.envctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Signals as the system sends them.
@Timeout(120)
class ServeSignalsTest {

    private static final String READY = "envctl serves http://127.0.0.1:8080 (listens on 127.0.0.1:41234)";

    private static final String SETTINGS = """
        forges:
          github: {type: github, webhookSecret: env:HOOK, token: env:HOOK}
        repositories:
          - {name: acme/platform, environments: [{path: "environments/*"}]}
        """;

    @TempDir
    private Path directory;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(directory.resolve("runner.yaml"), SETTINGS);
    }

    @Test
    void readsTheSettingsAgainWhenItHangsUpAndDrainsWhenItIsTerminated() throws Exception {
        try (ChildProcess process = serving(Map.of())) {
            process.waitUntil(() -> process.hasSaid(READY));
            Files.writeString(directory.resolve("runner.yaml"), SETTINGS + "keep: 7d\n");
            process.signal("HUP");
            process.waitUntil(() -> process.hasSaid("these changed: keep."));
            process.signal("TERM");

            var outcome = process.await();

            assertThat(outcome.exit()).isZero();
            assertThat(outcome.err()).containsSubsequence(READY, "these changed: keep.", "Stopped.");
            assertThat(outcome.out()).isEmpty();
        }
    }

    @Test
    void stopsAtOnceAtTheSecondSignal() throws Exception {
        try (ChildProcess process = serving(Map.of("DRAIN", "forever"))) {
            process.waitUntil(() -> process.hasSaid(READY));
            process.signal("TERM");
            process.waitUntil(() -> process.hasSaid("Nothing new is taken up."));
            process.interrupt();

            var outcome = process.await();

            assertThat(outcome.exit()).isEqualTo(130);
            assertThat(outcome.err()).contains("Stopped at once.").doesNotContain("hook-secret-0123456789");
        }
    }

    private ChildProcess serving(Map<String, String> more) throws IOException {
        Map<String, String> variables = new LinkedHashMap<>(more);
        variables.put("HOOK", "hook-secret-0123456789");
        return ChildProcess.start(ServingProcess.class, directory, directory, variables, "serve");
    }
}
