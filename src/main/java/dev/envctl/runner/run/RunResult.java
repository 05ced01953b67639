package dev.envctl.runner.run;

import dev.envctl.report.Words;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// How a run ended. `summary` is one line (`Plan: 1 to add, …`, or what went wrong); `digest` that of the plan it made.
/// `problems` stand on lines of files, for annotations. Whatever files and services wrote, no text steers a terminal or
/// turns the direction of writing.
public record RunResult(String summary, Optional<String> digest, Counts counts, List<Annotation> problems) {

    public RunResult {
        summary = Words.printable(summary);
        problems = List.copyOf(problems);
    }

    /// Of the plan: what there was to do. `drifted`, `pending` and `conflicting` count changes by who moved.
    public record Counts(
            int toImport,
            int toAdd,
            int toChange,
            int toDestroy,
            int drifted,
            int pending,
            int conflicting,
            int unhealthy,
            int resources,
            long apiCalls) {

        public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

        public boolean isEmpty() {
            return toImport + toAdd + toChange + toDestroy == 0;
        }
    }

    /// A problem at a line of a file, both from the repository's root and from 1.
    public record Annotation(String file, int line, boolean error, String title, String message) {
        public Annotation {
            title = Words.printable(title);
            message = message.lines().map(Words::printable).collect(Collectors.joining("\n"));
        }
    }

    public static RunResult of(String summary) {
        return new RunResult(summary, Optional.empty(), Counts.NONE, List.of());
    }
}
