package dev.envctl.cli;

import dev.envctl.value.Ordered;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// Everything a command may know of the process it runs in. Below [Main] nobody asks the process itself, so a test runs
/// whole commands side by side.
public record Shell(
        InputStream in,
        PrintStream out,
        PrintStream err,
        SequencedMap<String, String> variables,
        Path directory,
        Terminal terminal,
        Interrupts interrupts,
        Clock clock) {

    public Shell {
        variables = Ordered.copyOf(variables);
        directory = directory.toAbsolutePath().normalize();
    }

    /// Without a terminal or signals: for tests and whoever embeds a command.
    public static Shell of(
            InputStream in, PrintStream out, PrintStream err, Map<String, String> variables, Path directory) {
        return new Shell(
                in, out, err, Ordered.copyOf(variables), directory, Terminal.NONE, Interrupts.NONE, Clock.systemUTC());
    }

    Shell on(Terminal other, Interrupts signals) {
        return new Shell(in, out, err, variables, directory, other, signals, clock);
    }

    Shell in(Path other) {
        return new Shell(in, out, err, variables, directory.resolve(other), terminal, interrupts, clock);
    }

    /// A variable that is set to something.
    Optional<String> variable(String name) {
        return Optional.ofNullable(variables.get(name)).filter(text -> !text.isEmpty());
    }
}
