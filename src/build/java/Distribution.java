import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/// Makes `target/envctl` and its archive out of the jars that Maven built and resolved. Run by Maven with the JDK that
/// compiles envctl, so that runtime, start-up cache and classes are of one version:
///
///     java Distribution.java <project> <version> <own jar> <runtime class path>
///
/// Says nothing when all is well. What has not changed is not made again.
final class Distribution {

    private final Path project;
    private final Path home;

    private Distribution(Path project) {
        this.project = project;
        this.home = project.resolve("target/envctl");
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        var distribution = new Distribution(Path.of(arguments[0]));
        distribution.build(arguments[1], Path.of(arguments[2]), arguments[3]);
    }

    private void build(String version, Path ownJar, String classPath) throws IOException, InterruptedException {
        var libraries = new Libraries(home.resolve("lib"));
        boolean changed = new JavaRuntime(home.resolve("runtime")).link();
        changed |= libraries.mirror(ownJar, jars(classPath));
        changed |= Libraries.replace(launcher("jvm.options"), home.resolve("lib/jvm.options"));
        changed |= Libraries.replace(launcher("envctl"), home.resolve("bin/envctl"));
        if (changed) {
            Files.deleteIfExists(archive(version));
        }
        if (Files.notExists(archive(version))) {
            new StartupCache(home).train(project.resolve("environments/sandbox"));
            pack(version);
        }
    }

    private Path launcher(String file) {
        return project.resolve("src/main/launcher").resolve(file);
    }

    private static List<Path> jars(String classPath) {
        return Arrays.stream(classPath.split(File.pathSeparator))
                .filter(entry -> entry.endsWith(".jar"))
                .map(Path::of)
                .toList();
    }

    /// The JDK reads no tar format, every system's `tar` does. Light compression: the build waits for it, and most
    /// of the content is compressed already.
    private void pack(String version) throws IOException, InterruptedException {
        removeOlder(version);
        Path archive = archive(version);
        Process tar = new ProcessBuilder(
                        "tar", "-cf", "-", "-C", home.getParent().toString(), "envctl")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (OutputStream packed = new FastGzip(Files.newOutputStream(archive))) {
            tar.getInputStream().transferTo(packed);
        }
        Tool.expectSuccess(tar.waitFor(), "tar");
    }

    private void removeOlder(String version) throws IOException {
        try (Stream<Path> files = Files.list(home.getParent())) {
            for (Path old : files.filter(Distribution::isArchive).toList()) {
                if (!old.equals(archive(version))) {
                    Files.delete(old);
                }
            }
        }
    }

    private static boolean isArchive(Path file) {
        return file.getFileName().toString().matches("envctl-.*\\.tar\\.gz");
    }

    private Path archive(String version) {
        return home.resolveSibling("envctl-%s-%s-%s.tar.gz".formatted(version, system(), processor()));
    }

    private static String system() {
        String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        return name.startsWith("mac") ? "macos" : name.split(" ")[0];
    }

    private static String processor() {
        String name = System.getProperty("os.arch");
        return name.equals("amd64") ? "x86_64" : name;
    }

    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(OutputStream sink) throws IOException {
            super(sink, 1 << 16);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
