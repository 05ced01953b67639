package dev.envctl.provider;

import dev.envctl.problem.Code;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/// Waits for a state: polls every `interval` until `timeout`, telling the engine what it sees. The poll returns a value
/// when it has waited enough and throws when there is nothing to wait for any more.
public final class Waiting {

    private final String what;
    private final Session session;
    private final Duration interval;
    private final Duration timeout;

    Waiting(String what, Session session) {
        this(what, session, Duration.ofSeconds(5), Duration.ofMinutes(20));
    }

    private Waiting(String what, Session session, Duration interval, Duration timeout) {
        this.what = what;
        this.session = session;
        this.interval = interval;
        this.timeout = timeout;
    }

    public Waiting every(Duration duration) {
        return new Waiting(what, session, duration, timeout);
    }

    public Waiting atMost(Duration duration) {
        return new Waiting(what, session, interval, duration);
    }

    public <T> T until(Supplier<Optional<T>> poll) {
        Instant deadline = session.clock().instant().plus(timeout);
        while (true) {
            Optional<T> done = poll.get();
            if (done.isPresent()) {
                return done.get();
            }
            if (!session.clock().instant().isBefore(deadline)) {
                throw ProviderException.of(
                                Code.TIMED_OUT, "Waited %d minutes for %s.".formatted(timeout.toMinutes(), what))
                        .withHint("The object stays ours; the next apply waits for it again.");
            }
            session.sleep(interval);
        }
    }

    /// Waits until the poll answers true.
    public void untilTrue(Supplier<Boolean> poll) {
        until(() -> poll.get() ? Optional.of(true) : Optional.empty());
    }
}
