package dev.envctl.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// The program as a process of its own, with nothing of this machine's AWS settings. Both streams go to files, so it
/// never waits for a reader.
final class ChildProcess implements AutoCloseable {

    private static final int LONGEST_SECONDS = 120;

    private final Process process;
    private final Path out;
    private final Path err;

    private ChildProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    static ChildProcess start(Path directory, Path streams, Map<String, String> variables, String... arguments)
            throws IOException {
        return start(Main.class, directory, streams, variables, arguments);
    }

    static ChildProcess start(
            Class<?> program, Path directory, Path streams, Map<String, String> variables, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile(streams, "out", ".txt");
        Path err = Files.createTempFile(streams, "err", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_") || name.startsWith("JAVA_TOOL"));
        builder.environment()
                .putAll(Map.of(
                        "HOME",
                        directory.toString(),
                        "AWS_EC2_METADATA_DISABLED",
                        "true",
                        "AWS_SHARED_CREDENTIALS_FILE",
                        directory.resolve("none").toString(),
                        "AWS_CONFIG_FILE",
                        directory.resolve("none").toString()));
        builder.environment().putAll(variables);
        return new ChildProcess(builder.start(), out, err);
    }

    SandboxRunner.Outcome await() throws IOException, InterruptedException {
        if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("still running:\n" + Files.readString(err));
        }
        return new SandboxRunner.Outcome(
                process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
    }

    /// Ctrl-C.
    void interrupt() throws IOException, InterruptedException {
        signal("INT");
    }

    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    boolean hasSaid(String text) {
        try {
            return Files.readString(err, UTF_8).contains(text);
        } catch (IOException beingWritten) {
            return false;
        }
    }

    /// Until something outside this process has happened.
    void waitUntil(BooleanSupplier happened) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);
        while (!happened.getAsBoolean() && System.nanoTime() < deadline) {
            if (process.waitFor(20, TimeUnit.MILLISECONDS)) {
                break;
            }
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
