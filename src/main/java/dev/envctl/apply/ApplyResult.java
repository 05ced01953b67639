package dev.envctl.apply;

import dev.envctl.plan.Plan;
import dev.envctl.plan.StepId;
import dev.envctl.problem.Problem;
import java.util.List;
import java.util.function.Predicate;

/// What an apply did. `outcomes` are in the order in which they became known.
public record ApplyResult(Plan plan, List<Outcome> outcomes, boolean interrupted, List<Problem> problems) {

    public ApplyResult {
        outcomes = List.copyOf(outcomes);
        problems = List.copyOf(problems);
    }

    public boolean isComplete() {
        return !interrupted && problems.isEmpty() && outcomes.stream().allMatch(Outcome.Done.class::isInstance);
    }

    /// Whether anything was done before it stopped.
    public boolean isPartial() {
        return !isComplete() && done(outcome -> !outcome.step().quiet()) > 0;
    }

    public long added() {
        return done(outcome -> outcome.step().id().verb() == StepId.Verb.CREATE);
    }

    public long changed() {
        return done(outcome -> outcome.step().id().verb() == StepId.Verb.UPDATE);
    }

    public long destroyed() {
        return done(outcome -> outcome.step().id().verb() == StepId.Verb.DELETE);
    }

    private long done(Predicate<Outcome> condition) {
        return outcomes.stream()
                .filter(Outcome.Done.class::isInstance)
                .filter(condition)
                .count();
    }
}
