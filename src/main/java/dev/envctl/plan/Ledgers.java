package dev.envctl.plan;

import dev.envctl.provider.Ownership;
import dev.envctl.schema.KindSchema;
import dev.envctl.schema.Schemas;
import dev.envctl.spec.Lifecycle;
import dev.envctl.spec.Resource;
import dev.envctl.value.Value;
import java.util.Optional;

/// The ledgers that a plan wants to see on its objects.
record Ledgers(Planner.Request request, Schemas schemas) {

    Ownership of(Resource resource, Value.MapValue body, int generation) {
        KindSchema schema = schemas.get(resource.address().kind());
        return new Ownership(
                request.settings().owner(),
                resource.address(),
                resource.mode() == Resource.Mode.MANAGED
                        ? Fingerprint.of(
                                new Ignored(resource.lifecycle().ignoreChanges()).out(body),
                                schema.spec().orElse(schema.attributes()))
                        : "",
                generation,
                protection(resource.lifecycle()));
    }

    /// Of an object that the plan leaves as it is. What is to be destroyed or replaced has to be looked at itself.
    Optional<Ownership> settled(Resource resource, Value.MapValue body) {
        boolean stays = resource.mode() == Resource.Mode.MANAGED
                && request.mode() == Plan.Mode.APPLY
                && !request.replace().contains(resource.address());
        return stays && body.isKnown() ? Optional.of(of(resource, body, 1)) : Optional.empty();
    }

    static Ownership.Protection protection(Lifecycle lifecycle) {
        if (lifecycle.protect()) {
            return Ownership.Protection.PROTECTED;
        }
        return lifecycle.onDelete() == Lifecycle.OnDelete.RETAIN
                ? Ownership.Protection.RETAINED
                : Ownership.Protection.NONE;
    }
}
