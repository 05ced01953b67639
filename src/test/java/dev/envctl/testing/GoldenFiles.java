package dev.envctl.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Texts that users see, kept as files under `src/test/resources/cases`. `mvn verify -Dgolden.update` writes what the
/// code says now; the difference is then reviewed like any other change.
public final class GoldenFiles {

    private static final Path RESOURCES = Path.of("src", "test", "resources");
    private static final Path CASES = RESOURCES.resolve("cases");

    private GoldenFiles() {}

    /// Compares with `cases/<name>`, a path with slashes such as `report/replace/plan.txt`.
    public static void check(String name, String actual) {
        compare(CASES.resolve(name), actual);
    }

    /// Compares with `src/test/resources/<name>`.
    public static void checkResource(String name, String actual) {
        compare(RESOURCES.resolve(name), actual);
    }

    private static void compare(Path file, String actual) {
        if (isUpdating()) {
            write(file, actual);
            return;
        }
        assertThat(Files.exists(file))
                .as("%s is missing; run with -Dgolden.update and review it", file)
                .isTrue();
        assertThat(actual).as("%s (run with -Dgolden.update to rewrite)", file).isEqualTo(read(file));
    }

    /// The folders directly below `cases/<folder>`, sorted: one case each.
    public static List<Path> casesIn(String folder) {
        try (Stream<Path> entries = Files.list(CASES.resolve(folder))) {
            return entries.filter(Files::isDirectory).sorted().toList();
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    public static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    public static boolean isUpdating() {
        String property = System.getProperty("golden.update", "false");
        return property.isEmpty() || Boolean.parseBoolean(property);
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text, StandardCharsets.UTF_8);
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }
}
