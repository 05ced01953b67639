package dev.envctl.runner.work;

import dev.envctl.runner.run.EnvironmentKey;

/// Who may say `/envctl apply`, as `runner.yaml` and the forge have it now.
@FunctionalInterface
public interface Approvers {
    boolean mayApply(EnvironmentKey environment, String actor);
}
