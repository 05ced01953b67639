package dev.envctl.cli;

import dev.envctl.value.Ordered;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/// Where the process begins and ends. Nothing below asks the process itself.
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        ProcessExit.with(run(arguments));
    }

    /// One command in this process: what the training of the start-up cache uses.
    static int run(String... arguments) {
        List<String> words = List.of(arguments);
        if (isVersion(words)) {
            System.out.println("envctl " + Version.text());
            return ExitCode.OK.number();
        }
        return run(words, process());
    }

    /// One command as a call, with streams, variables and directory of the caller's choice.
    public static int run(List<String> arguments, Shell shell) {
        if (isVersion(arguments)) {
            shell.out().println("envctl " + Version.text());
            return ExitCode.OK.number();
        }
        return new Program(shell, Wiring::new).run(arguments);
    }

    /// Asked so often by scripts that it is answered before anything is loaded.
    private static boolean isVersion(List<String> arguments) {
        return arguments.size() == 1 && arguments.getFirst().equals("--version");
    }

    private static Shell process() {
        var variables = Ordered.copyOf(System.getenv());
        return new Shell(
                System.in,
                stream(FileDescriptor.out),
                stream(FileDescriptor.err),
                variables,
                Path.of(""),
                Terminal.detect(variables),
                new ProcessSignals(),
                Clock.systemUTC());
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
    }
}
