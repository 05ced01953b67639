package dev.envctl.sandbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;

/// Emulated time: real time plus an offset that grows while a sandbox is open, so that with a scale of 60 an emulated
/// minute takes a second. Between two commands time passes as it does outside, otherwise certificates would expire
/// overnight. The offset is kept with the state, and never shrinks: emulated time does not run backwards from one
/// process to the next.
///
/// Any number of threads may read it.
public final class SandboxClock extends Clock {

    private final InstantSource real;
    private final double scale;
    private Duration offset = Duration.ZERO;
    private Instant offsetAt;

    private SandboxClock(InstantSource real, double scale) {
        this.real = real;
        this.scale = scale;
        this.offsetAt = real.instant();
    }

    public static SandboxClock scaled(InstantSource real, double scale) {
        if (scale < 1) {
            throw new IllegalArgumentException("Emulated time runs at least as fast as real time, not at " + scale);
        }
        return new SandboxClock(real, scale);
    }

    @Override
    public synchronized Instant instant() {
        Instant now = real.instant();
        return now.plus(offsetAt(now));
    }

    /// How far emulated time is ahead of real time by now.
    public synchronized Duration offset() {
        return offsetAt(real.instant());
    }

    /// Jumps forward to the offset that another process has reached.
    synchronized void catchUp(Duration reached) {
        Instant now = real.instant();
        Duration own = offsetAt(now);
        offset = own.compareTo(reached) >= 0 ? own : reached;
        offsetAt = now;
    }

    /// How long to sleep really for `emulated` to pass.
    public Duration realTime(Duration emulated) {
        return Duration.ofNanos((long) (emulated.toNanos() / scale));
    }

    private Duration offsetAt(Instant now) {
        Duration running = Duration.between(offsetAt, now);
        return running.isNegative() ? offset : offset.plusNanos((long) (running.toNanos() * (scale - 1)));
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    /// Emulated time knows one zone.
    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
