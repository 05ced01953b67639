package dev.envctl.kubernetes;

import dev.envctl.provider.Session;
import java.util.function.Supplier;

/// A way to let Amazon EMR into a namespace. One object serves one cluster in one session.
interface EmrGrant {

    /// What a part is called when nothing is missing in it.
    String COMPLETE = "complete";

    /// Whether to look at what the session has read before, as observation does, or at the cluster as it is now.
    enum Reading {
        SHARED,
        FRESH;

        <T> T of(Session session, String key, Supplier<T> read) {
            return this == SHARED ? session.once(key, read) : read.get();
        }
    }

    /// What EMR may do in the namespace: `complete`, or what is missing.
    String permissions(String namespace);

    /// Whether EMR is let into the cluster: `complete`, or what is missing.
    String mapping();

    /// Whether somebody, with or without envctl, has already let EMR into the namespace.
    boolean isPresent(String namespace);

    /// Makes both parts complete. May be called on any half-made state.
    void grant(String namespace, Session session);

    /// Takes both parts away, as far as no other namespace needs them. May be called twice.
    void revoke(String namespace, Session session);
}
