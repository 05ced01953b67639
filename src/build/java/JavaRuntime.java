import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A Java runtime with the modules that envctl and its libraries need, linked from the JDK that runs this.
final class JavaRuntime {

    /// Found with `jdeps --print-module-deps` on the runtime class path, less `java.desktop` and `java.compiler`,
    /// of which only annotations are used, and with `jdk.httpserver` for the sandbox.
    private static final List<String> MODULES = List.of(
            "java.base",
            "java.logging",
            "java.management",
            "java.naming",
            "java.net.http",
            "java.security.jgss",
            "java.sql",
            "java.xml",
            "jdk.httpserver",
            "jdk.unsupported");

    private final Path place;

    JavaRuntime(Path place) {
        this.place = place;
    }

    /// Whether it had to be linked again.
    boolean link() throws IOException, InterruptedException {
        String recipe = Runtime.version() + "\n" + String.join("\n", command());
        Path stamp = place.resolve("recipe");
        if (Files.exists(stamp) && Files.readString(stamp).equals(recipe)) {
            return false;
        }
        Tool.deleteTree(place);
        Tool.run(Path.of("").toAbsolutePath(), command());
        Files.writeString(stamp, recipe);
        return true;
    }

    /// Not compressed: that would be smaller on disk and slower at each start.
    private List<String> command() {
        return List.of(
                Tool.ofThisJdk("jlink"),
                "--add-modules",
                String.join(",", MODULES),
                "--strip-debug",
                "--no-header-files",
                "--no-man-pages",
                "--generate-cds-archive",
                "--output",
                place.toString());
    }
}
