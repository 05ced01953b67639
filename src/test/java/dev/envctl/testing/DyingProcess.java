package dev.envctl.testing;

import java.util.concurrent.atomic.AtomicInteger;

/// A process that dies right before one of its writes.
public final class DyingProcess {

    private static final class Death extends RuntimeException {}

    private DyingProcess() {}

    /// A fence for a session, which lets so many writes pass.
    public static Runnable afterWrites(int writes) {
        AtomicInteger left = new AtomicInteger(writes);
        return () -> {
            if (left.getAndDecrement() <= 0) {
                throw new Death();
            }
        };
    }

    /// Runs as far as it gets.
    public static void run(Runnable work) {
        try {
            work.run();
        } catch (Death expected) {
            // whoever comes next finds what is left
        }
    }
}
