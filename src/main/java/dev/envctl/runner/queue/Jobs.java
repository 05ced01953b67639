package dev.envctl.runner.queue;

import java.time.Instant;
import java.util.List;

/// Asks for work that is done once the call has returned, by whichever replica comes first, even if this process ends
/// now. Of one instance of a job there is never more than one at work in the whole cluster. Whoever asks for what waits
/// already asks for the same; whoever asks for what is being worked on gets it once more afterwards.
public interface Jobs {

    /// As soon as a worker is free; one that waits after it went wrong is tried at once. `instance` is up to 1000
    /// characters.
    void soon(String job, String instance);

    /// As soon as a worker is free, but for those that somebody asked for already: what waits after it went wrong
    /// goes on waiting.
    void unlessAsked(String job, List<String> instances);

    /// Not before then. When it waits already the earlier of the two moments counts, for both: a job that is asked
    /// for at several has to look itself what is due, and ask again for the rest.
    void at(String job, String instance, Instant when);
}
