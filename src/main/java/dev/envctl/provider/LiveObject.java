package dev.envctl.provider;

import dev.envctl.value.Address;
import dev.envctl.value.KindName;
import dev.envctl.value.Value;
import java.util.Optional;

/// An [Observed] object as the engine sees it: values instead of a typed record. `attributes()` is what expressions
/// see.
public record LiveObject(
        KindName kind,
        String id,
        Value.MapValue spec,
        Value.MapValue computed,
        Optional<Ownership> ownership,
        Phase phase,
        String state,
        Optional<String> stateDetail,
        Optional<Address> soughtBy) {

    static LiveObject of(KindName kind, Observed<?> observed) {
        return new LiveObject(
                kind,
                observed.id(),
                SpecCodec.write(observed.spec()),
                observed.computed(),
                observed.ownership(),
                observed.phase(),
                observed.state(),
                observed.stateDetail(),
                observed.soughtBy());
    }

    <S extends Record> Observed<S> as(Class<S> specType) {
        return new Observed<>(
                id, SpecCodec.read(spec, specType), computed, ownership, phase, state, stateDetail, soughtBy);
    }

    /// What tells one live object from every other.
    public record Identity(KindName kind, String id) {}

    public Identity identity() {
        return new Identity(kind, id);
    }

    public LiveObject withSpec(Value.MapValue newSpec) {
        return new LiveObject(kind, id, newSpec, computed, ownership, phase, state, stateDetail, soughtBy);
    }

    public Value.MapValue attributes() {
        return spec.merge(computed);
    }
}
