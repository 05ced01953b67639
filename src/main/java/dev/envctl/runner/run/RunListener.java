package dev.envctl.runner.run;

/// Told of every change of a run's state after it is durable, at least once.
@FunctionalInterface
public interface RunListener {
    void changed(Run run);
}
