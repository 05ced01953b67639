package dev.envctl.plan;

import dev.envctl.problem.Source;
import dev.envctl.value.Address;
import dev.envctl.value.Value;
import java.util.List;
import java.util.Optional;

/// What becomes of one resource, for the reader. `before` holds the live attributes (spec and computed; empty when
/// nothing is live), `after` the planned ones with [Value#UNKNOWN] where they are known after apply (empty for a
/// deletion). `fields` lists the differences by path. `id` is the live object's; `deposed` marks an older generation of
/// an address that also has a current object. `importing` means that the object is adopted.
public record Change(
        Address address,
        Optional<Address> previousAddress,
        Action action,
        Value.MapValue before,
        Value.MapValue after,
        List<FieldChange> fields,
        List<Reason> reasons,
        Divergence divergence,
        Optional<String> id,
        boolean deposed,
        boolean importing,
        Optional<String> state,
        Optional<Source> source) {

    public Change {
        fields = List.copyOf(fields);
        reasons = List.copyOf(reasons);
    }

    /// Nothing that a reader of the plan has to know: no action, no adoption, no rename.
    public boolean isQuiet() {
        return (action == Action.NO_OP || action == Action.READ) && !importing && previousAddress.isEmpty();
    }
}
