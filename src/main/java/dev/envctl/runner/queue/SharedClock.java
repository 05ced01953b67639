package dev.envctl.runner.queue;

import dev.envctl.runner.database.Columns;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jdbi.v3.core.Jdbi;

/// The database's time, by our own clock and how far it was off when last compared. Heartbeats are written by one
/// replica and judged by another: by clocks that differ the living would be taken for dead.
final class SharedClock implements com.github.kagkarlsson.scheduler.Clock {

    private final Jdbi jdbi;
    private final Clock own;
    private volatile Duration ahead = Duration.ZERO;

    SharedClock(Jdbi jdbi, Clock own) {
        this.jdbi = jdbi;
        this.own = own;
    }

    @Override
    public Instant now() {
        return own.instant().plus(ahead);
    }

    void compare() {
        Instant asked = own.instant();
        Instant theirs = jdbi.withHandle(handle -> handle.createQuery("select current_timestamp as present")
                .map((row, _) -> Columns.instant(row, "present").orElseThrow())
                .one());
        Duration onTheWay = Duration.between(asked, own.instant());
        ahead = Duration.between(asked.plus(onTheWay.dividedBy(2)), theirs);
    }
}
