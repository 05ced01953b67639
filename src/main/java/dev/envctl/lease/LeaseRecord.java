package dev.envctl.lease;

import java.time.Duration;
import java.time.Instant;

/// What stands in the store. `holder` is a person or a job (`alice@laptop`), `process` where it runs (`laptop:4711`).
/// `token` grows by one with every new holder and is never given twice; that is why a released lease stays in the
/// store, expired, instead of being removed.
public record LeaseRecord(
        String environment, String holder, String process, String purpose, long token, Instant since, Instant expires) {

    public boolean isExpired(Instant now) {
        return !now.isBefore(expires);
    }

    LeaseRecord until(Instant newExpiry) {
        return new LeaseRecord(environment, holder, process, purpose, token, since, newExpiry);
    }

    LeaseRecord renewed(Instant now, Duration life) {
        return until(now.plus(life));
    }
}
