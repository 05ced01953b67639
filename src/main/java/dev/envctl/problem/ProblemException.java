package dev.envctl.problem;

import java.util.List;
import java.util.stream.Collectors;

/// Ends a phase with everything that was found wrong in it. Caught where failures become outcomes and nowhere else.
public final class ProblemException extends RuntimeException {

    private final transient List<Problem> problems;

    public ProblemException(List<Problem> problems) {
        super(problems.stream().map(Problem::detail).collect(Collectors.joining("; ")));
        this.problems = List.copyOf(problems);
    }

    public ProblemException(Problem problem) {
        this(List.of(problem));
    }

    public ProblemException(Problem problem, Throwable cause) {
        this(problem);
        initCause(cause);
    }

    public List<Problem> problems() {
        return problems;
    }
}
