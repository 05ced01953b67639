package dev.envctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The tables of the README say what the program says of itself.
class ReadmeTest {

    @Test
    void listsEveryCommand() throws IOException {
        Shell shell = Shell.of(
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(PrintStream.nullOutputStream()),
                new PrintStream(PrintStream.nullOutputStream()),
                Map.of(),
                Path.of(""));

        assertThat(firsts("(?m)^\\| `envctl ([a-z]+)"))
                .containsExactlyInAnyOrderElementsOf(
                        new Program(shell, Wiring::new).whole().getSubcommands().keySet());
    }

    @Test
    void listsEveryExitCodeWithItsMeaning() throws IOException {
        String readme = readme().replace("`", "");

        for (ExitCode code : ExitCode.values()) {
            assertThat(readme).contains("| %d | %s |".formatted(code.number(), code.meaning()));
        }
        assertThat(firsts("(?m)^\\| (\\d+) \\|")).hasSize(ExitCode.values().length);
    }

    @Test
    void namesOnlyFilesThatExist() throws IOException {
        assertThat(firsts("\\]\\(([^)#:]+)\\)"))
                .allSatisfy(link -> assertThat(Path.of(link)).exists());
        assertThat(firsts("`((?:environments|examples)/[a-z/-]+)`"))
                .isNotEmpty()
                .allSatisfy(path -> assertThat(Path.of(path)).isDirectory());
    }

    private static List<String> firsts(String pattern) throws IOException {
        return Pattern.compile(pattern)
                .matcher(readme())
                .results()
                .map((MatchResult found) -> found.group(1))
                .distinct()
                .toList();
    }

    private static String readme() throws IOException {
        return Files.readString(Path.of("README.md"));
    }
}
