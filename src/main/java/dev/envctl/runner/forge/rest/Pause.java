package dev.envctl.runner.forge.rest;

import dev.envctl.runner.forge.ForgeException;
import java.time.Duration;

/// Waits. A parameter, so that tests need not.
@FunctionalInterface
public interface Pause {

    void last(Duration duration);

    /// Of the calling thread. Throws a passing [ForgeException] when it is interrupted.
    static Pause ofThread() {
        return duration -> {
            try {
                Thread.sleep(duration);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                throw new ForgeException("waiting for a forge: interrupted", true, stop);
            }
        };
    }
}
