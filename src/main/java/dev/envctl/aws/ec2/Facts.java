package dev.envctl.aws.ec2;

import dev.envctl.provider.Observed;
import dev.envctl.value.Value.MapValue;

/// Attributes beside those that a kind manages: what somebody else's object was looked up by, what another call told.
final class Facts {

    private Facts() {}

    static <S extends Record> Observed<S> on(MapValue facts, Observed<S> found) {
        return new Observed<>(
                found.id(),
                found.spec(),
                found.computed().merge(facts),
                found.ownership(),
                found.phase(),
                found.state(),
                found.stateDetail(),
                found.soughtBy());
    }
}
