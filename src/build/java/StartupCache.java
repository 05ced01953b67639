import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The JVM's ahead-of-time cache: classes loaded and linked as commands left them. Without it every command works, and
/// starts several times slower.
final class StartupCache {

    private final Path home;

    StartupCache(Path home) {
        this.home = home;
    }

    /// Works on a copy of the example, which is applied to a sandbox of its own and destroyed again.
    void train(Path example) throws IOException, InterruptedException {
        Files.deleteIfExists(home.resolve("lib/envctl.aot"));
        Path scratch = Files.createTempDirectory("envctl-training");
        try {
            Path environment = scratch.resolve("sandbox");
            copyTree(example, environment);
            Tool.run(scratch, command(environment));
        } finally {
            Tool.deleteTree(scratch);
        }
    }

    /// As the launcher's, with a main class that runs several commands in one process: a cache remembers one
    /// process.
    private List<String> command(Path environment) {
        return List.of(
                home.resolve("runtime/bin/java").toString(),
                "@" + home.resolve("lib/jvm.options"),
                "-XX:AOTCacheOutput=" + home.resolve("lib/envctl.aot"),
                "-cp",
                home.resolve("lib/envctl.jar").toString(),
                "dev.envctl.cli.Training",
                environment.toString());
    }

    private static void copyTree(Path source, Path target) throws IOException {
        if (!Files.isDirectory(source)) {
            return;
        }
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.map(source::relativize).toList()) {
                if (!file.startsWith(".envctl")) {
                    Files.copy(source.resolve(file), target.resolve(file));
                }
            }
        }
    }
}
