package dev.envctl.aws;

import dev.envctl.provider.Observed;
import dev.envctl.provider.Ownership;
import dev.envctl.provider.ResourceKind;
import dev.envctl.provider.Session;
import dev.envctl.value.FieldPath;
import java.util.Set;

/// A kind that can only be looked up. The schema refuses a `spec` for it, so nothing below is ever called.
public interface ReadOnly<S extends Record> extends ResourceKind<S> {

    @Override
    default Observed<S> create(S desired, Ownership ownership, Session session) {
        throw refused();
    }

    @Override
    default Observed<S> update(
            Observed<S> current, S desired, Set<FieldPath> changed, Ownership ownership, Session session) {
        throw refused();
    }

    @Override
    default void delete(Observed<S> current, Session session) {
        throw refused();
    }

    @Override
    default void claim(Observed<S> current, Ownership ownership, Session session) {
        throw refused();
    }

    @Override
    default void release(Observed<S> current, Session session) {
        throw refused();
    }

    @Override
    default Observed<S> await(Observed<S> current, Session session) {
        return current;
    }

    private IllegalStateException refused() {
        return new IllegalStateException(name() + " is only looked up; this is a bug in envctl");
    }
}
