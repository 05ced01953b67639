package dev.envctl.cli;

import dev.envctl.dag.Concurrent;
import dev.envctl.spec.Environment;
import dev.envctl.spec.EnvironmentFinder;
import dev.envctl.spec.Twins;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/// One command at work: its shell, its streams, and what it works with.
record Invocation(Shell shell, SharedOptions options, Console console, Workspace workspace) {

    /// Reading is mostly waiting, so many environments are read at once.
    private static final int AT_ONCE = 16;

    List<Path> directories(List<String> given) {
        return new EnvironmentFinder(shell.directory()).find(given);
    }

    Environment load(Path directory) {
        return workspace.load(directory, options.inputs);
    }

    /// Does the same to every environment, but to those that are each other's twins; the results in their order.
    <T> List<Attempt<T>> each(List<String> given, Function<Environment, T> work) {
        List<Attempt<Environment>> loaded =
                Concurrent.map(directories(given), AT_ONCE, directory -> Attempt.of(() -> load(directory)));
        Twins twins = new Twins(
                Attempt.values(loaded).stream().map(Environment::settings).toList());
        return Concurrent.map(
                loaded,
                AT_ONCE,
                attempt -> attempt.then(environment -> {
                    twins.check(environment.settings());
                    return work.apply(environment);
                }));
    }

    /// The problems of those that failed are shown; the command ends accordingly.
    <T> ExitCode tell(List<Attempt<T>> attempts) {
        var problems = Attempt.problems(attempts);
        if (!problems.isEmpty()) {
            console.problems(problems);
        }
        return ExitCode.of(problems);
    }
}
