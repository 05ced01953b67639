package dev.envctl.runner.review;

import dev.envctl.runner.run.EnvironmentKey;

/// Takes the lease of an environment away from whoever holds it.
@FunctionalInterface
public interface Unlock {

    /// Returns a sentence on what was done, such as whose lease was taken. Throws
    /// [dev.envctl.problem.ProblemException] when it was not.
    String unlock(EnvironmentKey environment, String actor);
}
