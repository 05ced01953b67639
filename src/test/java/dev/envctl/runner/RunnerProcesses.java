package dev.envctl.runner;

import dev.envctl.testing.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Whole runners as processes on one database. Each has a directory of its own, which it finds again as it left it
/// when it was killed.
final class RunnerProcesses implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private record Living(Process process, URI address) {}

    private final Path directory;
    private final String database;
    private final List<String> arguments;
    private final Map<String, Living> living = new ConcurrentHashMap<>();

    /// `arguments` are what [RunnerProcess] is told behind the database.
    RunnerProcesses(Path directory, String database, List<String> arguments) {
        this.directory = directory;
        this.database = database;
        this.arguments = List.copyOf(arguments);
    }

    /// Returns when all answer.
    void start(String... replicas) {
        List<Process> started = Stream.of(replicas).map(this::begin).toList();
        for (int i = 0; i < replicas.length; i++) {
            living.put(replicas[i], new Living(started.get(i), address(replicas[i], started.get(i))));
        }
    }

    private Process begin(String replica) {
        try {
            Path home = Files.createDirectories(directory.resolve(replica));
            Files.deleteIfExists(home.resolve(RunnerProcess.ADDRESS));
            return new ProcessBuilder(Stream.concat(
                                    Stream.of(
                                            Path.of(System.getProperty("java.home"), "bin", "java")
                                                    .toString(),
                                            "-XX:+UseSerialGC",
                                            "-XX:TieredStopAtLevel=1",
                                            "-Xmx384m",
                                            "-cp",
                                            System.getProperty("java.class.path"),
                                            RunnerProcess.class.getName(),
                                            replica,
                                            home.toString(),
                                            database),
                                    arguments.stream())
                            .toList())
                    .redirectError(
                            ProcessBuilder.Redirect.appendTo(home.resolve("log").toFile()))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException failure) {
            throw new UncheckedIOException("starting a runner", failure);
        }
    }

    private URI address(String replica, Process process) {
        Path file = directory.resolve(replica).resolve(RunnerProcess.ADDRESS);
        Eventually.until(replica + " answers", PATIENCE, () -> {
            if (!process.isAlive()) {
                throw new IllegalStateException(replica + " ended at its start: " + log(replica));
            }
            return Files.exists(file);
        });
        try {
            return URI.create(Files.readString(file));
        } catch (IOException failure) {
            throw new UncheckedIOException("reading where a runner answers", failure);
        }
    }

    /// Of a replica that may be dead by now; empty when it is known to be.
    Optional<URI> address(String replica) {
        return Optional.ofNullable(living.get(replica)).map(Living::address);
    }

    /// As `kill -9` does it.
    void kill(String replica) {
        Process victim = Optional.ofNullable(living.get(replica)).orElseThrow().process();
        if (!victim.isAlive()) {
            throw new IllegalStateException(replica + " ended by itself: " + log(replica));
        }
        victim.destroyForcibly();
        exitCode(victim);
        living.remove(replica);
    }

    String log(String replica) {
        try {
            String all = Files.readString(directory.resolve(replica).resolve("log"));
            return all.substring(Math.max(0, all.length() - 6000));
        } catch (IOException failure) {
            throw new UncheckedIOException("reading a runner's log", failure);
        }
    }

    /// Lets all drain. Returns their exit codes.
    List<Integer> drain() {
        List<Process> last = living.values().stream().map(Living::process).toList();
        last.forEach(RunnerProcesses::closeInput);
        List<Integer> codes = last.stream().map(RunnerProcesses::exitCode).toList();
        living.clear();
        return codes;
    }

    private static void closeInput(Process process) {
        try {
            process.getOutputStream().close();
        } catch (IOException failure) {
            throw new UncheckedIOException("ending the input of a runner", failure);
        }
    }

    private static int exitCode(Process process) {
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                throw new AssertionError("a runner did not end within 30 s");
            }
            return process.exitValue();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    @Override
    public void close() {
        living.values().forEach(each -> each.process().destroyForcibly());
    }
}
