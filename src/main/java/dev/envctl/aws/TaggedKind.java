package dev.envctl.aws;

import dev.envctl.provider.Observed;
import dev.envctl.provider.Ownership;
import dev.envctl.provider.ResourceKind;
import dev.envctl.provider.Session;
import java.util.List;
import java.util.Map;

/// A kind whose ledger is tags on the object, for which the service has one call to write and one to take off.
public interface TaggedKind<S extends Record> extends ResourceKind<S> {

    /// The call alone; whether it may still write is asked before.
    void tag(Observed<S> current, Map<String, String> tags);

    /// The call alone, as [#tag].
    void untag(Observed<S> current, List<String> keys);

    /// Two calls where something is to go, one where nothing is: a change always sets something.
    default void retag(Observed<S> current, TagChange change, Session session) {
        if (!change.remove().isEmpty()) {
            session.beforeWrite();
            untag(current, change.remove());
        }
        session.beforeWrite();
        tag(current, change.set());
    }

    @Override
    default void claim(Observed<S> current, Ownership ownership, Session session) {
        session.beforeWrite();
        tag(current, ownership.tags());
    }

    @Override
    default void release(Observed<S> current, Session session) {
        session.beforeWrite();
        untag(current, Ownership.keys());
    }

    /// What most services tag by.
    static String arn(Observed<?> current) {
        return current.computed().text("arn").orElseThrow();
    }
}
