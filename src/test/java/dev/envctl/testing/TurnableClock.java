package dev.envctl.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/// A clock that stands still until a test turns it.
public final class TurnableClock extends Clock {

    private Instant now;

    public TurnableClock() {
        this(Instant.parse("2026-01-01T00:00:00Z"));
    }

    public TurnableClock(Instant start) {
        this.now = start;
    }

    public synchronized void turn(Duration duration) {
        now = now.plus(duration);
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
