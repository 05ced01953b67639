package dev.envctl.runner.run;

/// Does what a run is for. May be called again for a run that another process began and did not end. When
/// [RunLog#isCancelled] made it stop it ends `CANCELLED`: whether a person wanted that, or the process is about to end
/// and another one has to go on, is the queue's to know. What it throws becomes `FAILED`.
@FunctionalInterface
public interface RunWork {

    record Ending(Run.State state, RunResult result) {}

    Ending perform(Run run, RunLog log);
}
