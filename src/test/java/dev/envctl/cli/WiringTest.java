package dev.envctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Commands of the real program that need no account.
class WiringTest {

    @TempDir
    private Path directory;

    record Outcome(int exit, String out, String err) {}

    @Test
    void theVersionIsAnsweredAtOnce() {
        assertThat(envctl("--version").out()).startsWith("envctl ");
    }

    @Test
    void everyKindIsExplained() {
        assertThat(envctl("explain").out()).contains("ManagedEndpoint", "StudioSessionMapping", "Bucket");
        assertThat(envctl("explain", "SecurityGroup.ingress.fromPort").out())
                .contains("SecurityGroup.ingress.fromPort");
    }

    @Test
    void mistakesAreShownWhereTheyWereMade() throws IOException {
        Files.writeString(directory.resolve("environment.yaml"), """
            apiVersion: envctl.dev/v1
            kind: Environment
            metadata: {name: dev}
            spec: {target: sandbox, region: us-east-1}
            ---
            apiVersion: envctl.dev/v1
            kind: Bucket
            metadata: {name: logs}
            spec:
              bukketName: acme-logs
            """);

        Outcome outcome = envctl("validate", ".");

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.err()).contains("--> environment.yaml:10:3", "Did you mean \"bucketName\"?");
    }

    @Test
    void theSandboxCanBeForgottenBeforeItWasUsed() {
        assertThat(envctl("sandbox", "show").out()).startsWith("The sandbox is new");
        assertThat(envctl("sandbox", "reset").exit()).isZero();
        assertThat(envctl("sandbox").exit()).isEqualTo(3);
    }

    private Outcome envctl(String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        Shell shell = Shell.of(
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Map.of("HOME", directory.toString()),
                directory);
        int exit = Main.run(List.of(arguments), shell);
        return new Outcome(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
