package dev.envctl.provider;

import dev.envctl.value.FieldPath;
import dev.envctl.value.Value;
import java.util.List;
import java.util.Set;

/// One kind, spoken to in values: the border between the engine, which knows no spec records, and the kind, which knows
/// nothing else.
public final class KindDriver<S extends Record> {

    private final ResourceKind<S> kind;

    public KindDriver(ResourceKind<S> kind) {
        this.kind = kind;
    }

    public Traits traits() {
        return kind.traits();
    }

    public List<LiveObject> observe(Wanted wanted, Session session) {
        return kind.observe(wanted, session).stream().map(this::live).toList();
    }

    public LiveObject create(Value.MapValue desired, Ownership ownership, Session session) {
        return live(kind.create(SpecCodec.read(desired, kind.specType()), ownership, session));
    }

    public LiveObject update(
            LiveObject current, Value.MapValue desired, Set<FieldPath> changed, Ownership ownership, Session session) {
        S spec = SpecCodec.read(desired, kind.specType());
        return live(kind.update(current.as(kind.specType()), spec, changed, ownership, session));
    }

    public void delete(LiveObject current, Session session) {
        kind.delete(current.as(kind.specType()), session);
    }

    public void claim(LiveObject current, Ownership ownership, Session session) {
        kind.claim(current.as(kind.specType()), ownership, session);
    }

    public void release(LiveObject current, Session session) {
        kind.release(current.as(kind.specType()), session);
    }

    public LiveObject await(LiveObject current, Session session) {
        return live(kind.await(current.as(kind.specType()), session));
    }

    /// The object as the kind itself returned it, for kinds that live inside it.
    public Observed<S> typed(LiveObject object) {
        return object.as(kind.specType());
    }

    private LiveObject live(Observed<S> observed) {
        return LiveObject.of(kind.name(), observed);
    }
}
