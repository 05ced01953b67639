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

    /// Removes when the store still holds `version`.
    boolean remove(String version);

    /// For messages: `s3://acme-envctl-locks/dev.us-east-1`.
    String place();
}
