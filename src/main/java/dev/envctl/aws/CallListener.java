package dev.envctl.aws;

/// Told of every call that ended, by the thread that made it, so it has to be quick.
@FunctionalInterface
public interface CallListener {

    CallListener NONE = (_, _, _, _) -> {};

    enum Outcome {
        SUCCESS,
        THROTTLED,
        DENIED,
        /// For what was asked: there is no such thing, it is busy, it exists already. Often the expected
        /// answer.
        REFUSED,
        /// The service is broken or was not reached.
        FAILED
    }

    /// `service` and `action` as policies name them: `eks`, `DescribeCluster`. `throttles` is how often the service
    /// said that it is too much, before it answered otherwise or the attempts were used up.
    void called(String service, String action, Outcome outcome, int throttles);
}
