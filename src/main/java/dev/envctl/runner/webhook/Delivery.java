package dev.envctl.runner.webhook;

import java.time.Instant;
import java.util.Optional;

/// A verified delivery. `id` is the forge's own and the same when it delivers again; `event` is what it calls the
/// event. `body` is empty where there was nothing for us in it.
public record Delivery(
        String forge,
        String id,
        String event,
        Instant receivedAt,
        String body,
        Optional<Instant> handledAt,
        Optional<String> outcome) {

    public boolean isHandled() {
        return handledAt.isPresent();
    }

    /// Bodies are long and hold what people wrote.
    @Override
    public String toString() {
        return "Delivery[" + forge + " " + event + " " + id + "]";
    }
}
