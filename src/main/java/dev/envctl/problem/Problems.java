package dev.envctl.problem;

import java.util.ArrayList;
import java.util.List;

/// Gathers the problems of one phase. Not thread-safe: one phase, one gatherer, one thread.
public final class Problems {

    private final List<Problem> gathered = new ArrayList<>();

    public void add(Problem problem) {
        gathered.add(problem);
    }

    public void addAll(List<Problem> problems) {
        gathered.addAll(problems);
    }

    public boolean hasErrors() {
        return gathered.stream().anyMatch(Problem::isError);
    }

    public List<Problem> list() {
        return List.copyOf(gathered);
    }

    /// Ends the phase: the next one would only produce follow-up noise.
    public void throwIfErrors() {
        if (hasErrors()) {
            throw new ProblemException(list());
        }
    }
}
