package dev.envctl.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Runs what people run, in one process, while the JVM takes notes for the start-up cache. Started by the build; no
/// command leads here.
final class Training {

    private Training() {}

    public static void main(String[] arguments) {
        Path environment = Path.of(arguments[0]);
        commands(environment).forEach(Training::run);
    }

    private static Stream<List<String>> commands(Path environment) {
        Stream<List<String>> withoutWorld = Stream.of(List.of("--version"));
        return Files.isDirectory(environment)
                ? Stream.concat(withoutWorld, withSandbox(environment.toString()))
                : withoutWorld;
    }

    private static Stream<List<String>> withSandbox(String environment) {
        return Stream.of(List.of("--help"), List.of("validate", environment), List.of("plan", environment));
    }

    private static void run(List<String> command) {
        int exit = Main.run(command.toArray(String[]::new));
        if (exit != 0) {
            throw new IllegalStateException("envctl " + String.join(" ", command) + " ended with " + exit);
        }
    }
}
