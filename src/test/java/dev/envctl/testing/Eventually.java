package dev.envctl.testing;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/// Waits until something that happens elsewhere has happened.
public final class Eventually {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long PAUSE_NANOS = Duration.ofMillis(10).toNanos();

    private Eventually() {}

    /// An [AssertionError] when it has not after 20 seconds.
    public static void until(String what, Callable<Boolean> happened) {
        until(what, PATIENCE, happened);
    }

    public static void until(String what, Duration patience, Callable<Boolean> happened) {
        long end = System.nanoTime() + patience.toNanos();
        try {
            while (!happened.call()) {
                if (System.nanoTime() > end) {
                    throw new AssertionError("not within " + patience.toSeconds() + " s: " + what);
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        } catch (Exception failure) {
            throw new AssertionError("looking whether " + what, failure);
        }
    }
}
