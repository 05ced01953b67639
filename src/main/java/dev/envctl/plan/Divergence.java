package dev.envctl.plan;

/// Who moved, told from the ledger's hashes: the cloud (drift), git (pending), or both (conflict).
public enum Divergence {
    NONE,
    DRIFT,
    PENDING,
    CONFLICT
}
