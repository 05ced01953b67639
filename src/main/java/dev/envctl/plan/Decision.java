package dev.envctl.plan;

import dev.envctl.provider.LiveObject;
import dev.envctl.provider.Ownership;
import dev.envctl.spec.Resource;
import dev.envctl.value.Address;
import java.util.List;
import java.util.Optional;

/// What was decided for one resource, before it becomes a [Change] for the reader and [Step]s for the executor.
record Decision(
        Resource resource,
        Action action,
        Resolver.Resolved resolved,
        Optional<LiveObject> live,
        List<LiveObject> older,
        Match.How how,
        List<FieldChange> fields,
        List<Reason> reasons,
        Ownership ledger) {

    Decision {
        older = List.copyOf(older);
        fields = List.copyOf(fields);
        reasons = List.copyOf(reasons);
    }

    Ignored ignored() {
        return new Ignored(resource.lifecycle().ignoreChanges());
    }

    Address address() {
        return resource.address();
    }

    boolean isImport() {
        return how == Match.How.ADOPTED;
    }

    Optional<Address> previousAddress() {
        return how == Match.How.RENAMED
                ? live.flatMap(LiveObject::ownership).map(Ownership::address)
                : Optional.empty();
    }

    /// The generation that is live, or 0.
    int liveGeneration() {
        return live.flatMap(LiveObject::ownership).map(Ownership::generation).orElse(live.isPresent() ? 1 : 0);
    }
}
