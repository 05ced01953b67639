package dev.envctl.apply;

import dev.envctl.plan.Step;
import dev.envctl.plan.StepId;
import dev.envctl.problem.Problem;
import java.time.Duration;
import java.util.Optional;

/// How one step ended.
public sealed interface Outcome {

    Step step();

    /// `objectId` is empty for an object that is gone.
    record Done(Step step, Optional<String> objectId, Duration elapsed) implements Outcome {}

    record Failed(Step step, Problem problem, Duration elapsed) implements Outcome {}

    /// Something it depends on failed: a consequence, not a second error.
    record Skipped(Step step, StepId because) implements Outcome {}

    /// Interrupted before it began.
    record NotStarted(Step step) implements Outcome {}
}
