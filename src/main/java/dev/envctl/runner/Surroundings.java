package dev.envctl.runner;

import dev.envctl.runner.settings.SecretValues;
import dev.envctl.runner.work.Engines;
import java.time.Clock;
import java.util.function.Function;

/// What the process gives the service: secrets, time, and engines, which report their calls to a listener that the
/// service has made by then.
public record Surroundings(SecretValues secrets, Function<CallListener, Engines> engines, Clock clock) {

    /// Hears of every call of AWS after it ended. Any thread may call it.
    @FunctionalInterface
    public interface CallListener {
        void called(String service, String action, Enum<?> outcome, int throttles);
    }
}
