package dev.envctl.runner.queue;

import java.time.Duration;

/// How a replica works. `concurrency` is how many runs it works on at once, `jobs` how many jobs beside them. A replica
/// that was silent for four heartbeats is dead; each replica looks for the dead every other heartbeat, so that runs are
/// taken over between three and six heartbeats after the last sign of life, and a `poll` later at the most. `poll` is
/// also how long it may take until another replica sees what this one queued. `grace` is what [Queue#close()] gives to
/// what is being worked on.
public record QueueSettings(
        String replica, int concurrency, int jobs, Duration heartbeat, Duration poll, Duration grace) {

    /// The fewest that db-scheduler accepts.
    static final int SILENT_HEARTBEATS = 4;

    public QueueSettings {
        if (concurrency < 1 || jobs < 1) {
            throw new IllegalArgumentException("a replica that works on nothing: " + concurrency + ", " + jobs);
        }
    }

    /// Taken over after 25 seconds at the most. A pause of 16 seconds, of a process or of its way to the database,
    /// is survived.
    public static QueueSettings of(String replica, int concurrency, Duration grace) {
        return new QueueSettings(replica, concurrency, 8, Duration.ofSeconds(4), Duration.ofSeconds(1), grace);
    }
}
