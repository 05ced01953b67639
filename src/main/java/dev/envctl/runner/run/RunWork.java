package dev.envctl.runner.run;

/// Does what a run is for. May be called again for a run that another process began and did not end.
@FunctionalInterface
public interface RunWork {

    record Ending(Run.State state, RunResult result) {}

    Ending perform(Run run, RunLog log);
}
