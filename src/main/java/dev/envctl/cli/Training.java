package dev.envctl.cli;

import java.util.List;

/// Runs what people run, in one process, while the JVM takes notes for the start-up cache. Started by the build in an
/// empty directory with a copy of the example; no command leads here. How a command ends is not looked at: the cache
/// only makes things faster, and the tests see to the rest.
final class Training {

    private Training() {}

    public static void main(String[] arguments) {
        lessons(arguments[0]).forEach(lesson -> Main.run(lesson.toArray(String[]::new)));
        ProcessExit.immediateExit();
    }

    private static List<List<String>> lessons(String environment) {
        return List.of(
                List.of("--version"),
                List.of("--help"),
                List.of("validate", environment),
                List.of("fmt", environment, "--check"),
                List.of("plan", environment),
                List.of("apply", environment, "--auto-approve"),
                List.of("plan", environment, "--detailed-exitcode"),
                List.of("plan", environment, "--format", "json"),
                List.of("plan", environment, "--format", "markdown"),
                List.of("drift", environment),
                List.of("status", environment),
                List.of("trace", environment, "pyspark"),
                List.of("destroy", environment, "--auto-approve"));
    }
}
