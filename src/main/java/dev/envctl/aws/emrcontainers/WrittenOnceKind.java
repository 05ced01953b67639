package dev.envctl.aws.emrcontainers;

import dev.envctl.provider.Observed;
import dev.envctl.provider.Ownership;
import dev.envctl.provider.ResourceKind;
import dev.envctl.provider.Session;
import dev.envctl.value.FieldPath;
import java.util.Set;
import software.amazon.awssdk.services.emrcontainers.model.EmrContainersException;

/// A kind of which nothing can be changed, tags included. Its ledger says so
/// ([dev.envctl.provider.Traits.Ledger#BIRTH]), so the planner replaces, and none of the changes below is ever asked
/// for.
interface WrittenOnceKind<S extends Record> extends ResourceKind<S> {

    Observed<S> read(String id);

    void sendDeletion(String id);

    @Override
    default Observed<S> update(
            Observed<S> current, S desired, Set<FieldPath> changed, Ownership ownership, Session session) {
        throw notPossible();
    }

    @Override
    default void claim(Observed<S> current, Ownership ownership, Session session) {
        throw notPossible();
    }

    @Override
    default void release(Observed<S> current, Session session) {
        throw notPossible();
    }

    @Override
    default Observed<S> await(Observed<S> current, Session session) {
        return read(current.id());
    }

    @Override
    default void delete(Observed<S> current, Session session) {
        session.beforeWrite();
        try {
            sendDeletion(current.id());
        } catch (EmrContainersException refused) {
            if (!Gone.saysSo(refused)) {
                throw refused;
            }
        }
    }

    private IllegalStateException notPossible() {
        return new IllegalStateException(
                name() + " was to be changed, which the service has no call for; this is a bug in envctl");
    }
}
