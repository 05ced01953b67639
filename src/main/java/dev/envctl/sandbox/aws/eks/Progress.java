package dev.envctl.sandbox.aws.eks;

import java.time.Duration;
import java.time.Instant;

/// What something is going through until an instant; `ACTIVE` from then on. What is being deleted is gone by then.
public record Progress(String status, Instant until) {

    static final String CREATING = "CREATING";
    static final String UPDATING = "UPDATING";
    static final String DELETING = "DELETING";
    static final String ACTIVE = "ACTIVE";

    /// Of something that has always been there.
    public static Progress none(Instant now) {
        return new Progress(ACTIVE, now);
    }

    static Progress of(String status, Instant now, Duration duration) {
        return new Progress(status, now.plus(duration));
    }

    String statusAt(Instant now) {
        return isOverAt(now) ? ACTIVE : status;
    }

    boolean isOverAt(Instant now) {
        return !now.isBefore(until);
    }

    boolean isDeletion() {
        return status.equals(DELETING);
    }

    boolean isDeletionDueAt(Instant now) {
        return isDeletion() && isOverAt(now);
    }
}
