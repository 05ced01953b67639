package dev.envctl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `mvn package` made, started as a process in the ways people start it.
class LauncherIT {

    private static final Path BUILT = Path.of("target/envctl").toAbsolutePath();

    @TempDir
    private Path elsewhere;

    private String version = "";

    record Outcome(int exit, String out, String err) {}

    @BeforeEach
    void readTheVersion() throws IOException {
        try (var resource = LauncherIT.class.getResourceAsStream("cli/version.properties")) {
            String line = new String(Objects.requireNonNull(resource).readAllBytes(), UTF_8);
            version = "envctl " + line.strip().substring("version=".length());
        }
    }

    /// JUnit would warn of each one that leads out of the directory it clears.
    @AfterEach
    void removeLinks() throws IOException {
        try (Stream<Path> files = Files.walk(elsewhere)) {
            for (Path link : files.filter(Files::isSymbolicLink).toList()) {
                Files.delete(link);
            }
        }
    }

    @Test
    void startsFromAnotherDirectory() throws Exception {
        printsOnlyTheVersion(start(BUILT.resolve("bin/envctl")));
    }

    @Test
    void startsThroughSymbolicLinks() throws Exception {
        Path absolute = Files.createSymbolicLink(elsewhere.resolve("absolute"), BUILT.resolve("bin/envctl"));
        Files.createDirectory(elsewhere.resolve("links"));
        Path relative = Files.createSymbolicLink(elsewhere.resolve("links/relative"), Path.of("../absolute"));

        printsOnlyTheVersion(start(absolute));
        printsOnlyTheVersion(start(relative));
    }

    @Test
    void startsByNameFromThePath() throws Exception {
        String path = BUILT.resolve("bin") + ":" + System.getenv("PATH");

        printsOnlyTheVersion(run(Map.of("PATH", path), "sh", "-c", "envctl --version"));
    }

    @Test
    void startsByAPathWithoutADirectory() throws Exception {
        Files.createSymbolicLink(elsewhere.resolve("envctl"), BUILT.resolve("bin/envctl"));

        printsOnlyTheVersion(run(Map.of(), "sh", "envctl", "--version"));
    }

    @Test
    void startsWhereItsArchiveIsUnpacked() throws Exception {
        Path place = Files.createDirectory(elsewhere.resolve("a place with spaces"));
        run(Map.of(), "tar", "-xzf", archive().toString(), "-C", place.toString());

        printsOnlyTheVersion(start(place.resolve("envctl/bin/envctl")));
    }

    /// Who installs it is seldom who uses it.
    @Test
    void mayBeReadByEverybody() throws Exception {
        try (Stream<Path> files = Files.walk(BUILT)) {
            assertThat(files.filter(Files::isRegularFile))
                    .isNotEmpty()
                    .allSatisfy(file ->
                            assertThat(Files.getPosixFilePermissions(file)).contains(PosixFilePermission.OTHERS_READ));
        }
    }

    @Test
    void startsWithoutItsCache() throws Exception {
        Path home = copyWithoutCacheAndRuntime();
        Files.createSymbolicLink(home.resolve("runtime"), BUILT.resolve("runtime"));

        printsOnlyTheVersion(start(home.resolve("bin/envctl")));
    }

    @Test
    void saysNothingAboutACacheThatDoesNotFit() throws Exception {
        Path home = copyWithoutCacheAndRuntime();
        Files.createSymbolicLink(home.resolve("runtime"), BUILT.resolve("runtime"));
        Files.writeString(home.resolve("lib/envctl.aot"), "not a cache");

        explainsWithoutComplaint(run(Map.of(), explain(home)));
    }

    @Test
    void usesTheMachinesJavaWhereItsRuntimeDoesNotRun() throws Exception {
        Path home = copyWithoutCacheAndRuntime();
        breakRuntime(home);
        Files.copy(BUILT.resolve("lib/envctl.aot"), home.resolve("lib/envctl.aot"));

        explainsWithoutComplaint(run(Map.of("JAVA_HOME", System.getProperty("java.home")), explain(home)));
    }

    /// A version is answered without the cache, everything else with it.
    private static String[] explain(Path home) {
        return new String[] {home.resolve("bin/envctl").toString(), "explain", "ENV-0104"};
    }

    private static void explainsWithoutComplaint(Outcome outcome) {
        assertThat(outcome.exit()).isZero();
        assertThat(outcome.out()).contains("Unknown field");
        assertThat(outcome.err()).isEmpty();
    }

    @Test
    void saysWhatIsMissingWhereThereIsNoJava() throws Exception {
        Path home = copyWithoutCacheAndRuntime();
        breakRuntime(home);

        Outcome outcome = run(
                Map.of("PATH", elsewhere.toString(), "JAVA_HOME", ""),
                home.resolve("bin/envctl").toString(),
                "--version");

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err())
                .contains("no Java 25 or newer here", "set JAVA_HOME")
                .hasLineCount(2);
    }

    @Test
    void passesTheExitCodeOn() throws Exception {
        Outcome outcome = run(Map.of(), BUILT.resolve("bin/envctl").toString(), "--no-such-option");

        assertThat(outcome.exit()).isEqualTo(3);
    }

    @Test
    void findsTheBuiltInModulesInItsPackage() throws Exception {
        Outcome outcome =
                run(Map.of(), BUILT.resolve("bin/envctl").toString(), "validate", project("environments/dev"));

        assertThat(outcome.exit()).as(outcome.err()).isZero();
        assertThat(outcome.out()).contains("valid");
    }

    /// A process that talked to a network ends in a way of its own.
    @Test
    void passesTheExitCodeOnAfterAPlan() throws Exception {
        Outcome outcome = run(
                Map.of(),
                BUILT.resolve("bin/envctl").toString(),
                "plan",
                project("environments/sandbox"),
                "--detailed-exitcode");

        assertThat(outcome.exit()).as(outcome.err()).isEqualTo(2);
        assertThat(outcome.out()).contains("22 to add").endsWith("\n");
    }

    private static String project(String directory) {
        return Path.of(directory).toAbsolutePath().toString();
    }

    private void printsOnlyTheVersion(Outcome outcome) {
        assertThat(outcome).isEqualTo(new Outcome(0, version + "\n", ""));
    }

    private Outcome start(Path launcher) throws Exception {
        return run(Map.of(), launcher.toString(), "--version");
    }

    private Outcome run(Map<String, String> variables, String... command) throws Exception {
        var process = new ProcessBuilder(command).directory(elsewhere.toFile());
        process.environment().putAll(variables);
        Path err = Files.createTempFile(elsewhere, "stderr", "");
        Process running = process.redirectError(err.toFile()).start();
        String out = new String(running.getInputStream().readAllBytes(), UTF_8);
        return new Outcome(running.waitFor(), out, Files.readString(err));
    }

    private Path copyWithoutCacheAndRuntime() throws IOException {
        Path home = Files.createDirectories(elsewhere.resolve("copy"));
        Files.createDirectory(home.resolve("bin"));
        Files.copy(BUILT.resolve("bin/envctl"), home.resolve("bin/envctl"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.createDirectory(home.resolve("lib"));
        for (Path file : filesIn(BUILT.resolve("lib"))) {
            if (!file.endsWith("envctl.aot")) {
                Files.createSymbolicLink(home.resolve("lib").resolve(file.getFileName()), file);
            }
        }
        return home;
    }

    /// As on a machine with another processor: there, and not to be started.
    private static void breakRuntime(Path home) throws IOException {
        for (String program : List.of("runtime/bin/java", "runtime/lib/jspawnhelper")) {
            Path file = home.resolve(program);
            Files.createDirectories(file.getParent());
            Files.write(file, new byte[] {0x7f, 'E', 'L', 'F', 9, 9, 9, 9});
            assertThat(file.toFile().setExecutable(true)).isTrue();
        }
    }

    private static Path archive() throws IOException {
        return filesIn(BUILT.resolveSibling(".")).stream()
                .filter(file -> file.toString().endsWith(".tar.gz"))
                .findFirst()
                .orElseThrow();
    }

    private static List<Path> filesIn(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }
}
