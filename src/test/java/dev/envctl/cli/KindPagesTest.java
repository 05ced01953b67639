package dev.envctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.schema.KindSchema;
import dev.envctl.testing.GoldenFiles;
import dev.envctl.testing.SandboxCloud;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The documentation has a page for each kind, made of its schema and its example. `-Dgolden.update` writes them.
class KindPagesTest {

    private static final Path PAGES = Path.of("src/site/markdown/kinds");

    static Collection<KindSchema> kinds() {
        return SandboxCloud.schemas().byKind().values();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void saysWhatTheSchemaSays(KindSchema kind) throws IOException {
        Path page = PAGES.resolve(kind.kind() + ".md");
        String text = SchemaMarkdown.page(kind) + example(kind);
        if (GoldenFiles.isUpdating()) {
            Files.createDirectories(PAGES);
            Files.writeString(page, text);
        }
        assertThat(GoldenFiles.read(page))
                .as("%s (-Dgolden.update writes it)", page)
                .isEqualTo(text);
    }

    @Test
    void tellsOfNoKindThatIsNotThere() throws IOException {
        try (Stream<Path> pages = Files.list(PAGES)) {
            assertThat(pages.map(page -> page.getFileName().toString()).toList())
                    .containsExactlyInAnyOrderElementsOf(names());
        }
    }

    private static List<String> names() {
        return kinds().stream().map(kind -> kind.kind() + ".md").toList();
    }

    private static String example(KindSchema kind) {
        return "\n## Example\n\n```yaml\n"
                + GoldenFiles.read(Path.of("examples/kinds/" + kind.kind() + ".yaml"))
                        .strip()
                + "\n```\n";
    }
}
