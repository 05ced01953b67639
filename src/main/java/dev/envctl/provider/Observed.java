package dev.envctl.provider;

import dev.envctl.value.Address;
import dev.envctl.value.Value;
import java.util.Optional;

/// One live object. `id` is what the service calls it (shown to people, passed back to the kind); `spec` holds the
/// fields as they are, without the ledger's tags; `computed` the attributes that only the service knows; `ownership` is
/// empty when nobody claims it; `state` is the service's own word, with its explanation in `stateDetail` where it gives
/// one. `soughtBy` is the look-up that found an external object.
public record Observed<S extends Record>(
        String id,
        S spec,
        Value.MapValue computed,
        Optional<Ownership> ownership,
        Phase phase,
        String state,
        Optional<String> stateDetail,
        Optional<Address> soughtBy) {

    /// A healthy object of a kind without states.
    public static <S extends Record> Observed<S> ready(
            String id, S spec, Value.MapValue computed, Optional<Ownership> ownership) {
        return new Observed<>(id, spec, computed, ownership, Phase.READY, "ready", Optional.empty(), Optional.empty());
    }

    public Observed<S> in(Phase newPhase, String newState, Optional<String> detail) {
        return new Observed<>(id, spec, computed, ownership, newPhase, newState, detail, soughtBy);
    }

    public Observed<S> soughtBy(Address address) {
        return new Observed<>(id, spec, computed, ownership, phase, state, stateDetail, Optional.of(address));
    }
}
