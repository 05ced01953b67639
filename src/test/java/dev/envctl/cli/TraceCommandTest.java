package dev.envctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.envctl.cli.SandboxRunner.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The command around a trace, of an environment that nobody has applied.
class TraceCommandTest {

    @TempDir
    private Path directory;

    private SandboxRunner envctl = new SandboxRunner(Path.of(""));

    @BeforeEach
    void copy() {
        envctl = new SandboxRunner(directory);
        envctl.copy(Path.of("environments/sandbox"));
    }

    @Test
    void takesADirectoryAndAName() {
        Outcome outcome = envctl.run("trace", "dev", "pyspark");

        assertThat(outcome.exit()).as(outcome.err()).isZero();
        assertThat(outcome.out())
                .contains("ManagedEndpoint/pyspark · sandbox · us-east-1", "✗ endpoint pyspark · there is none");
    }

    @Test
    void looksBelowTheCurrentDirectoryForANameAlone() {
        assertThat(envctl.run("trace", "ice").out()).contains("ManagedEndpoint/iceberg");
    }

    @Test
    void exitsWithTwoOnlyWhenAskedTo() {
        assertThat(envctl.run("trace", "dev", "pyspark").exit()).isZero();
        assertThat(envctl.run("trace", "dev", "pyspark", "--detailed-exitcode").exit())
                .isEqualTo(2);
    }

    @Test
    void writesOneDocumentForPrograms() throws IOException {
        var mapper = new ObjectMapper();

        var pretty = mapper.readTree(
                envctl.run("trace", "dev", "pyspark", "--format", "json").out());
        var line = envctl.run("trace", "dev", "pyspark", "--json").out();

        assertThat(pretty.at("/verdict").asText()).isEqualTo("broken");
        assertThat(line.lines()).hasSize(1);
        assertThat(mapper.readTree(line)).isEqualTo(pretty);
    }

    @Test
    void saysWhatItDoesNotFindAndWhatItCannotTellApart() {
        Outcome unknown = envctl.run("trace", "dev", "pysprak");
        Outcome ambiguous = envctl.run("trace", "dev", "r");

        assertThat(unknown.exit()).isEqualTo(1);
        assertThat(unknown.err()).contains("[ENV-0406]", "Did you mean \"pyspark\"?");
        assertThat(ambiguous.exit()).isEqualTo(1);
        assertThat(ambiguous.err())
                .contains("[ENV-0413]", "dev ManagedEndpoint/iceberg", "dev ManagedEndpoint/pyspark");
    }
}
