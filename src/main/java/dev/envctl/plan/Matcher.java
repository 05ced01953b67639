package dev.envctl.plan;

import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.provider.Kinds;
import dev.envctl.provider.LiveObject;
import dev.envctl.provider.Ownership;
import dev.envctl.provider.Traits;
import dev.envctl.spec.Resource;
import dev.envctl.value.Address;
import dev.envctl.value.Value;
import dev.envctl.value.ValueJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds the live object of a resource: by the address in the ledger, by an earlier address, then by natural key. An
/// object with our natural key and no owner is somebody's until the document says `adopt: true`.
final class Matcher {

    private final LiveIndex live;
    private final Kinds kinds;

    Matcher(LiveIndex live, Kinds kinds) {
        this.live = live;
        this.kinds = kinds;
    }

    Match match(Resource resource, Value.MapValue desired) {
        return switch (resource.mode()) {
            case EXTERNAL -> lookedUp(resource);
            case MANAGED -> managed(resource, desired);
        };
    }

    private Match lookedUp(Resource resource) {
        List<LiveObject> found = live.foundFor(resource.address());
        if (found.size() == 1) {
            return new Match.Found(found.getFirst(), List.of(), Match.How.LOOKED_UP);
        }
        String criteria = ValueJson.write(resource.body());
        Problem problem = found.isEmpty()
                ? Problem.of(
                                Code.EXTERNAL_NOT_FOUND,
                                "No %s matches %s.".formatted(resource.address().kind(), criteria))
                        .withHint(
                                "External objects are made elsewhere; check the criteria, the account and the region.")
                : Problem.of(
                                Code.EXTERNAL_AMBIGUOUS,
                                "%d objects of kind %s match %s: %s."
                                        .formatted(
                                                found.size(), resource.address().kind(), criteria, ids(found)))
                        .withHint("Add criteria until exactly one is left, or name it by its id.");
        return new Match.Refused(problem.at(resource.source()));
    }

    private Match managed(Resource resource, Value.MapValue desired) {
        Traits.Ledger ledger = kinds.get(resource.address().kind()).traits().ledger();
        return (ledger.isOnObject() ? byAddress(resource) : Optional.<Match>empty())
                .or(() -> byNaturalKey(resource, desired, !ledger.isOnObject()))
                .orElse(new Match.Missing());
    }

    private Optional<Match> byAddress(Resource resource) {
        List<LiveObject> generations = live.owned(resource.address());
        if (!generations.isEmpty()) {
            return Optional.of(found(generations, Match.How.OWNED));
        }
        for (Address previous : resource.previousAddresses()) {
            List<LiveObject> renamed = live.owned(previous);
            if (!renamed.isEmpty()) {
                return Optional.of(found(renamed, Match.How.RENAMED));
            }
        }
        return Optional.empty();
    }

    private static Match found(List<LiveObject> generations, Match.How how) {
        List<LiveObject> older = new ArrayList<>(generations);
        return new Match.Found(older.removeFirst(), older, how);
    }

    private Optional<Match> byNaturalKey(Resource resource, Value.MapValue desired, boolean withoutOwner) {
        List<LiveObject> candidates = live.withNaturalKey(resource.address().kind(), desired);
        if (candidates.isEmpty()) {
            return Optional.empty();
        }
        LiveObject candidate = candidates.getFirst();
        if (withoutOwner) {
            return Optional.of(new Match.Found(candidate, List.of(), Match.How.OWNED));
        }
        if (candidate.ownership().isEmpty() && resource.lifecycle().adopt()) {
            return Optional.of(new Match.Found(candidate, List.of(), Match.How.ADOPTED));
        }
        return Optional.of(new Match.Refused(refusal(resource, candidate).at(resource.source())));
    }

    private Problem refusal(Resource resource, LiveObject candidate) {
        Optional<Ownership> owner = candidate.ownership();
        String object = "%s %s".formatted(candidate.kind(), candidate.id());
        if (owner.isEmpty()) {
            return Problem.of(
                            Code.NOT_OURS,
                            "%s exists already and envctl did not make it, so %s cannot be created."
                                    .formatted(object, resource.address()))
                    .withHint("To manage it from here on, set lifecycle: {adopt: true} in the document; to use it as it"
                            + " is, make the document an external one; otherwise choose another name.");
        }
        if (live.isOurs(candidate)) {
            return Problem.of(
                            Code.OTHER_OWNER,
                            "%s belongs to %s of this environment."
                                    .formatted(object, owner.get().address()))
                    .withHint("If %s is the same resource under a new name, add previousNames: [%s] to it."
                            .formatted(resource.address(), owner.get().address().name()));
        }
        return Problem.of(
                        Code.OTHER_OWNER,
                        "%s belongs to %s of the environment %s."
                                .formatted(
                                        object,
                                        owner.get().address(),
                                        owner.get().environment()))
                .withHint("Make the document an external one to use the object, or take it out of the other environment"
                        + " first (lifecycle: {onDelete: retain}).");
    }

    private static String ids(List<LiveObject> objects) {
        return String.join(", ", objects.stream().map(LiveObject::id).sorted().toList());
    }
}
