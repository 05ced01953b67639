package dev.envctl.plan;

import dev.envctl.provider.LiveObject;
import dev.envctl.value.Address;
import java.util.List;
import java.util.Optional;

/// What a [Rule] decides on: one managed resource, what is live of it, and how the two differ. `fixedLedger` is what a
/// ledger that can only be written at birth would have to say anew; `replacedUpstream` names, per field, a resource
/// whose replacement makes that field's value unknown; `replacedContainer` is what the resource stands in, when that
/// goes.
record Situation(
        Address address,
        Optional<LiveObject> live,
        List<FieldChange> differences,
        boolean replacementRequested,
        Optional<String> fixedLedger,
        List<Upstream> replacedUpstream,
        Optional<Address> replacedContainer) {

    /// A field that depends on a resource that is being made or replaced.
    record Upstream(FieldChange field, Address resource, boolean replaced) {}
}
