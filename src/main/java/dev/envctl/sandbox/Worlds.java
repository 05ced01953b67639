package dev.envctl.sandbox;

import java.nio.file.Path;
import java.time.Clock;

/// The two kinds of memory a sandbox can have.
public final class Worlds {

    private Worlds() {}

    /// Forgotten with its process.
    public static World inMemory(Clock clock) {
        return new StateWorld(Store.NOWHERE, clock);
    }

    /// Kept in a directory, which other processes may use at the same time. A [SandboxClock] is kept with it.
    public static World in(Path directory, Clock clock) {
        return new StateWorld(StateDirectory.open(directory, clock), clock);
    }
}
