package dev.envctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.runner.settings.SettingsChange;
import dev.envctl.runner.settings.SettingsReader;
import dev.envctl.testing.GoldenFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// `runner.md` says what the schema and the metrics say. `-Dgolden.update` writes the table of settings.
class RunnerPageTest {

    private static final Path PAGE = Path.of("src/site/markdown/runner.md");
    private static final Pattern TABLE =
            Pattern.compile("(<!-- settings: begin[^\n]*-->\n)(.*?)(<!-- settings: end -->)", Pattern.DOTALL);

    @Test
    void listsEverySetting() throws IOException {
        String page = GoldenFiles.read(PAGE);
        var part = TABLE.matcher(page);
        assertThat(part.find()).isTrue();
        String table = "\n" + SchemaMarkdown.settings(SettingsReader.schema()) + "\n";
        if (GoldenFiles.isUpdating()) {
            Files.writeString(PAGE, page.substring(0, part.end(1)) + table + page.substring(part.start(3)));
            return;
        }

        assertThat(part.group(2)).isEqualTo(table);
    }

    @Test
    void listsEveryMetricWithItsLabels() {
        String exposition = GoldenFiles.read(Path.of("src/test/resources/cases/metrics/exposition.txt"));
        List<String> families = firsts("# TYPE (\\w+) ", exposition).stream()
                .filter(name -> !name.endsWith("_max"))
                .toList();

        assertThat(firsts("(?m)^\\| `(envctl_\\w+)", GoldenFiles.read(PAGE)))
                .containsExactlyInAnyOrderElementsOf(families);
    }

    @Test
    void saysOfEverySettingWhenAChangeCounts() {
        String page = GoldenFiles.read(PAGE).replaceAll("\\s+", " ");

        assertThat(page).contains(sentence(SettingsChange.atOnceNames()) + " count at once");
        assertThat(page).contains(sentence(SettingsChange.atStartNames()) + " count after a restart");
    }

    private static String sentence(List<String> names) {
        List<String> quoted = names.stream().map(name -> "`" + name + "`").toList();
        return String.join(", ", quoted.subList(0, quoted.size() - 1)) + " and " + quoted.getLast();
    }

    @Test
    void namesOnlyFilesThatExist() {
        for (Path page : List.of(PAGE, Path.of("examples/runner/README.md"))) {
            assertThat(firsts("\\]\\(([^)#:]+)\\)", GoldenFiles.read(page)))
                    .isNotEmpty()
                    .allSatisfy(link -> assertThat(page.resolveSibling(link)).exists());
        }
    }

    private static List<String> firsts(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map((MatchResult found) -> found.group(1))
                .distinct()
                .toList();
    }
}
