package dev.envctl.runner.drift;

/// Asks the queue for a durable job: it is done later, and done again until it succeeds; of one instance there is never
/// more than one at work.
@FunctionalInterface
public interface Soon {
    void soon(String job, String instance);
}
