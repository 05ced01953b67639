package dev.envctl.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.testing.GoldenFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A folder under `cases/layout` holds a text as somebody wrote it and the same in the one layout.
class YamlLayoutTest {

    static List<Path> cases() {
        return GoldenFiles.casesIn("layout");
    }

    /// Our own: what a newcomer copies from, and what the program ships.
    static List<Path> ours() throws IOException {
        List<Path> roots = List.of(Path.of("environments"), Path.of("examples"), Path.of("src/main/resources/modules"));
        Stream<Path> files = Stream.empty();
        for (Path root : roots) {
            try (Stream<Path> below = Files.walk(root)) {
                files = Stream.concat(
                        files, below.filter(file -> file.toString().endsWith(".yaml")).toList().stream());
            }
        }
        return files.sorted().toList();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyTextHasOneLayout(Path folder) {
        String before = GoldenFiles.read(folder.resolve("before.yaml"));

        String after = YamlLayout.of(before);

        GoldenFiles.check("layout/" + folder.getFileName() + "/after.yaml", after);
        assertThat(YamlLayout.of(after)).as("formatted twice").isEqualTo(after);
        assertThat(YamlLayout.isSame(before, after)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("ours")
    void ourOwnFilesAreFormatted(Path file) {
        assertThat(FormattedFile.read(file.toAbsolutePath(), Path.of("").toAbsolutePath())
                        .isChanged())
                .as("envctl fmt would change %s", file)
                .isFalse();
    }

    /// Within a block scalar indentation is content.
    static List<Path> oursWithoutBlockText() throws IOException {
        return ours().stream()
                .filter(file -> !GoldenFiles.read(file).matches("(?s).*: [|>][-+]?\n.*"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("oursWithoutBlockText")
    void ourOwnFilesAreFoundAgainUnderAnyIndentation(Path file) {
        String text = GoldenFiles.read(file);
        String wide = text.replaceAll("(?m)^( +)", "$1$1").replaceAll("(?m)^( *)- ", "$1-   ");

        assertThat(YamlLayout.of(wide)).isEqualTo(text);
    }

    @Test
    void nothingStaysNothing() {
        assertThat(YamlLayout.of("")).isEmpty();
        assertThat(YamlLayout.of(" \n\n  \n")).isEmpty();
        assertThat(YamlLayout.of("\n\n  # only this")).isEqualTo("# only this\n");
    }

    @Test
    void theLastLineEnds() {
        assertThat(YamlLayout.of("a: 1")).isEqualTo("a: 1\n");
        assertThat(YamlLayout.of("a: 1\n\n\n")).isEqualTo("a: 1\n");
        assertThat(YamlLayout.of("a: 1\n# end")).isEqualTo("a: 1\n# end\n");
    }

    /// The line break that the file lacked would become part of the text.
    @Test
    void aTextThatTheFileCutsShortStaysWithoutLineBreak() {
        assertThat(YamlLayout.of("a: |\n    b")).isEqualTo("a: |-\n  b\n");
        assertThat(YamlLayout.of("a: |+\n    b")).isEqualTo("a: |-\n  b\n");
        assertThat(YamlLayout.of("a: >1+\n   b")).isEqualTo("a: >2-\n    b\n");
        assertThat(YamlLayout.of("a: |+\n  b\n\n  ")).isEqualTo("a: |+\n  b\n\n");
    }

    @Test
    void linesEndWithALineFeed() {
        assertThat(YamlLayout.of("a: |\r\n  b\r\n  c\rd: \"e\r\n  f\"\r\n\r\n\r\n# g\r\n"))
                .isEqualTo("a: |\n  b\n  c\nd: \"e\n  f\"\n\n# g\n");
    }

    @Test
    void spacesAndTabsAtTheEndsOfLinesGo() {
        assertThat(YamlLayout.of("a: 1 \t # b \t\nc: [2,  \n 3]  \n# d  \n"))
                .isEqualTo("a: 1 # b\nc: [2,\n    3]\n# d\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a: 2 # c\n",
                "a: 1\n",
                "a: 1 # d\n",
                "b: 1 # c\n",
                "a: '1' # c\n",
                "a: &x 1 # c\n",
                "a: !!str 1 # c\n",
                "a: 1 # c\n---\n",
                "a: 1 # c\nb: 2\n",
                "a: [1 # c\n"
            })
    void whatIsNotTheSameIsNoticed(String other) {
        assertThat(YamlLayout.isSame("a:   1    # c", "a: 1 # c\n")).isTrue();
        assertThat(YamlLayout.isSame("a: 1 # c\n", other)).isFalse();
    }

    @Test
    void theOrderOfKeysAndTheStyleOfBracketsAreNoticed() {
        assertThat(YamlLayout.isSame("{a: 1, b: 2}", "{b: 2, a: 1}")).isFalse();
        assertThat(YamlLayout.isSame("{a: 1}", "a: 1")).isFalse();
        assertThat(YamlLayout.isSame("a: |\n  b\n", "a: |+\n  b\n")).isTrue();
        assertThat(YamlLayout.isSame("a: |\n  b\n", "a: \"b\\n\"\n")).isFalse();
    }
}
