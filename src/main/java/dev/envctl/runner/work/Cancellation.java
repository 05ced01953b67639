package dev.envctl.runner.work;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Whether to stop, asked of the database no more than twice a second unless [#askAnew] says that it matters just now;
/// once true it stays true. One thread.
final class Cancellation implements BooleanSupplier {

    private static final long PAUSE = Duration.ofMillis(500).toNanos();

    private final BooleanSupplier source;
    private boolean isCancelled;
    private long asked = System.nanoTime() - PAUSE;

    Cancellation(BooleanSupplier source) {
        this.source = source;
    }

    void askAnew() {
        asked = System.nanoTime() - PAUSE;
    }

    @Override
    public boolean getAsBoolean() {
        if (!isCancelled && System.nanoTime() - asked >= PAUSE) {
            isCancelled = source.getAsBoolean();
            asked = System.nanoTime();
        }
        return isCancelled;
    }
}
