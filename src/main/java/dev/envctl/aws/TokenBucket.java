package dev.envctl.aws;

import dev.envctl.aws.AwsSettings.Time;
import dev.envctl.problem.Code;
import dev.envctl.provider.ProviderException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;

/// Lets `burst` calls through at once and then so many a second. When the service throttles, the rate is halved and
/// what was saved up is gone; it comes back over `RECOVERY`. Any thread may take a token.
final class TokenBucket {

    private static final Duration RECOVERY = Duration.ofSeconds(30);
    private static final double SLOWEST = 0.5;

    private final double fullRate;
    private final int burst;
    private final Time time;
    private final ReentrantLock lock = new ReentrantLock();
    private double rate;
    private double tokens;
    private Instant last;

    TokenBucket(double callsPerSecond, int burst, Time time) {
        this.fullRate = callsPerSecond;
        this.burst = burst;
        this.time = time;
        this.rate = callsPerSecond;
        this.tokens = burst;
        this.last = time.clock().instant();
    }

    /// Waits for its turn. The token is taken at once and may be owed: who comes later waits longer, so turns are
    /// fair.
    void take() {
        Duration wait = reserve();
        if (wait.isPositive()) {
            sleep(wait);
        }
    }

    void slowDown() {
        lock.lock();
        try {
            refill();
            rate = Math.max(SLOWEST, rate / 2);
            tokens = Math.min(tokens, 0);
        } finally {
            lock.unlock();
        }
    }

    double callsPerSecond() {
        lock.lock();
        try {
            refill();
            return rate;
        } finally {
            lock.unlock();
        }
    }

    private Duration reserve() {
        lock.lock();
        try {
            refill();
            tokens -= 1;
            return tokens >= 0 ? Duration.ZERO : Duration.ofNanos((long) (-tokens / rate * 1e9));
        } finally {
            lock.unlock();
        }
    }

    private void refill() {
        Instant now = time.clock().instant();
        double seconds = Math.max(0, Duration.between(last, now).toNanos() / 1e9);
        tokens = Math.min(burst, tokens + seconds * rate);
        rate = Math.min(fullRate, rate + seconds * fullRate / RECOVERY.toSeconds());
        last = now;
    }

    private void sleep(Duration wait) {
        try {
            time.sleeper().sleep(wait);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw ProviderException.of(Code.INTERRUPTED, "Stopped while waiting for a turn to call AWS.");
        }
    }
}
