package dev.envctl.provider;

import dev.envctl.value.FieldPath;
import dev.envctl.value.KindName;
import java.util.List;
import java.util.Set;

/// One kind of object. A kind sees typed records and never compares: the engine diffs by the schema's field rules.
///
/// `S` is a record whose components are the schema's fields under the same names (see [SpecCodec]). Every call is plain
/// blocking code on a thread of its own and throws [ProviderException] for what the service refuses. Create, update and
/// delete return when the object is healthy or gone, waiting through [Session#waitFor].
public interface ResourceKind<S extends Record> {

    Definition<S> definition();

    default KindName name() {
        return definition().name();
    }

    default Class<S> specType() {
        return definition().specType();
    }

    default Traits traits() {
        return definition().traits();
    }

    /// What is live: all that the environment owns of this kind when `wanted.includeOwned()`, and the objects that
    /// `wanted.sought()` names, in few paged calls however many there are. Objects in states that count as absent
    /// are left out. One object may be returned once only, even when it is both owned and sought.
    List<Observed<S>> observe(Wanted wanted, Session session);

    /// Makes the object with the ledger's tags at birth and reads it back.
    Observed<S> create(S desired, Ownership ownership, Session session);

    /// Brings the fields named by `changed` to `desired`, writes the ledger and reads back.
    Observed<S> update(Observed<S> current, S desired, Set<FieldPath> changed, Ownership ownership, Session session);

    /// Deletes and waits until the object is gone. A second delete is not an error.
    void delete(Observed<S> current, Session session);

    /// Writes the ledger on an object whose fields are right: adoption, rename, a lagging hash.
    void claim(Observed<S> current, Ownership ownership, Session session);

    /// Takes the ledger off and leaves the object.
    void release(Observed<S> current, Session session);

    /// Waits for an object found half-made until it is healthy, and reads it back.
    Observed<S> await(Observed<S> current, Session session);
}
