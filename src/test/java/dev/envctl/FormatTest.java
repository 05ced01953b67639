package dev.envctl;

import static com.palantir.javaformat.java.JavaFormatterOptions.Style.PALANTIR;
import static org.assertj.core.api.Assertions.assertThat;

import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.JavaFormatterOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Sources look as Palantir Java Format writes them; `mvn test -Dtest=FormatTest -Dformat.apply` writes them so. A test
/// rather than a Maven plugin, because Java 25 sources can be parsed only by JDK 25, and Maven may run on an older one.
class FormatTest {

    private static final List<Path> ROOTS =
            List.of(Path.of("src/main/java"), Path.of("src/test/java"), Path.of("src/build/java"));

    private static final Formatter FORMATTER = Formatter.createFormatter(
            JavaFormatterOptions.builder().style(PALANTIR).build());

    @Test
    void sourcesAreFormatted() {
        List<String> unformatted = sources()
                .parallel()
                .flatMap(file -> complaint(file).stream())
                .sorted()
                .toList();

        assertThat(unformatted)
                .as("files that `mvn test -Dtest=FormatTest -Dformat.apply` would change")
                .isEmpty();
    }

    private static Optional<String> complaint(Path file) {
        try {
            String written = Files.readString(file);
            String formatted = FORMATTER.formatSourceAndFixImports(DocComments.fill(written));
            if (formatted.equals(written)) {
                return Optional.empty();
            }
            return changeIfAsked(file, formatted);
        } catch (FormatterException unreadable) {
            return Optional.of(file + ": " + unreadable.getMessage());
        } catch (IOException broken) {
            throw new UncheckedIOException("formatting " + file, broken);
        }
    }

    private static Optional<String> changeIfAsked(Path file, String formatted) throws IOException {
        if (!Boolean.getBoolean("format.apply")) {
            return Optional.of(file.toString());
        }
        Files.writeString(file, formatted);
        return Optional.empty();
    }

    private static Stream<Path> sources() {
        return ROOTS.stream().filter(Files::isDirectory).flatMap(FormatTest::javaFilesBelow);
    }

    private static Stream<Path> javaFilesBelow(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException broken) {
            throw new UncheckedIOException("listing " + root, broken);
        }
    }
}
