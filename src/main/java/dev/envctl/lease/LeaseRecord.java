package dev.envctl.lease;

import java.time.Instant;

/// What stands in the store while somebody holds the lease. `token` grows by one with every new holder.
public record LeaseRecord(String environment, String holder, String purpose, long token, Instant since, Instant expires) {

    public boolean isExpired(Instant now) {
        return !now.isBefore(expires);
    }
}
