package dev.envctl.cli;

import dev.envctl.sandbox.Faults;
import dev.envctl.sandbox.RecordedCall;
import dev.envctl.sandbox.Sandbox;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The whole program in a directory of its own, on the sandbox that it keeps there. Faults wait for its calls; what it
/// wrote is remembered.
final class SandboxRunner {

    record Outcome(int exit, String out, String err) {}

    private final Path directory;
    private Consumer<Faults> faults = _ -> {};
    private List<RecordedCall> writes = List.of();

    SandboxRunner(Path directory) {
        this.directory = directory;
    }

    /// The environments of a case: `dev` is what its folder holds, `before` its folder of that name.
    void copy(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".yaml")).toList()) {
                Path name = folder.relativize(file);
                Path target = directory
                        .resolve(name.startsWith("before") ? Path.of("") : Path.of("dev"))
                        .resolve(name);
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    SandboxRunner meeting(Consumer<Faults> other) {
        faults = other;
        return this;
    }

    Outcome run(String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        Shell shell = Shell.of(
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Map.of("HOME", directory.toString(), "USER", "newcomer", "HOSTNAME", "laptop"),
                directory);
        List<Sandbox> opened = new ArrayList<>();
        int exit = new Program(
                        shell,
                        (here, _) -> new Wiring(here, new CloudWorlds(here, sandbox -> {
                            faults.accept(sandbox.faults());
                            opened.add(sandbox);
                        })))
                .run(List.of(arguments));
        writes = opened.stream()
                .flatMap(sandbox -> sandbox.calls().writes().stream())
                .toList();
        return new Outcome(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /// The writing calls of the latest run.
    List<RecordedCall> writes() {
        return writes;
    }

    boolean hasSandbox() {
        return Files.exists(home());
    }

    Path home() {
        return SandboxHome.of(directory).directory();
    }

    /// What others do to the account in the meantime.
    void meanwhile(Consumer<Sandbox> work) {
        try (Sandbox sandbox = SandboxHome.of(directory).open(0)) {
            work.accept(sandbox);
        }
    }

    /// Everything below the directory that is not the sandbox's.
    List<String> files() {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> directory.relativize(file).toString())
                    .filter(name -> !name.startsWith(".envctl"))
                    .sorted()
                    .toList();
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }
}
