package dev.envctl.provider;

/// What a service's state means to a reconciler.
public enum Phase {
    READY,
    /// Being made or changed; worth waiting for.
    IN_PROGRESS,
    /// On its way out; worth waiting for.
    DELETING,
    /// Will never recover; to be replaced.
    FAILED,
    /// Listed, but gone for all purposes.
    ABSENT
}
