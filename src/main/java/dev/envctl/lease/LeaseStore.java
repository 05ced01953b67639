package dev.envctl.lease;

import java.util.Optional;

/// Where a lease lives. Every write is conditional, so that of two at once one loses and sees it.
public interface LeaseStore {

    /// A record and the store's version of it, for conditional writes.
    record Stored(LeaseRecord record, String version) {}

    Optional<Stored> read();

    /// Writes when nothing is there; the new version, or empty when somebody was quicker.
    Optional<String> create(LeaseRecord record);

    /// Writes when the store still holds `version`; the new version, or empty when it does not.
    Optional<String> replace(LeaseRecord record, String version);

    /// Whether the holder is known to be gone although the lease has not expired: a store on this machine can see
    /// that the process has ended.
    boolean isHolderGone(LeaseRecord record);

    /// For messages: `s3://acme-envctl-locks/dev.us-east-1`.
    String place();
}
