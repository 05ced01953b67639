package dev.envctl.runner.run;

/// Told of every change of a run's state after it is durable, at least once, by one replica at a time for one run.
/// Changes that follow one another quickly may be told as one: the run is as it is now. Told again when it throws.
@FunctionalInterface
public interface RunListener {
    void changed(Run run);
}
