package dev.envctl.plan;

import dev.envctl.provider.Kinds;
import dev.envctl.provider.LiveObject;
import dev.envctl.provider.Ownership;
import dev.envctl.provider.Phase;
import dev.envctl.provider.Traits;
import dev.envctl.spec.Resource;
import dev.envctl.value.Address;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What we own and no document stands for. Their protection is read from the live object, because the document is gone.
final class Orphans {

    private final Planner.Request request;
    private final LiveIndex live;
    private final Kinds kinds;

    Orphans(Planner.Request request, LiveIndex live, Kinds kinds) {
        this.request = request;
        this.live = live;
        this.kinds = kinds;
    }

    List<Orphan> find(List<Decision> decisions) {
        Set<LiveObject.Identity> current = new LinkedHashSet<>();
        Set<LiveObject.Identity> older = new LinkedHashSet<>();
        for (Decision decision : decisions) {
            decision.live().ifPresent(object -> current.add(object.identity()));
            decision.older().forEach(object -> older.add(object.identity()));
        }
        List<Orphan> orphans = new ArrayList<>();
        for (LiveObject object : live.all()) {
            if (live.isOurs(object) && !current.contains(object.identity())) {
                orphan(object, older.contains(object.identity())).ifPresent(orphans::add);
            }
        }
        return orphans;
    }

    private Optional<Orphan> orphan(LiveObject object, boolean deposed) {
        Ownership ownership = object.ownership().orElseThrow();
        Address address = ownership.address();
        if (deposed) {
            String text = "generation %d is left over from an unfinished replacement".formatted(ownership.generation());
            return Optional.of(new Orphan(
                    object, address, Action.DELETE, List.of(new Reason(Reason.Cause.OLD_GENERATION, text)), true));
        }
        if (!request.selected().isEmpty()) {
            return Optional.empty();
        }
        Optional<Resource> document = request.graph().find(address);
        if (document.filter(resource -> resource.mode() == Resource.Mode.MANAGED)
                .isPresent()) {
            return Optional.empty();
        }
        if (document.isPresent() || ownership.protection() == Ownership.Protection.RETAINED) {
            if (kinds.get(object.kind()).traits().ledger() == Traits.Ledger.BIRTH) {
                // given up already: the tags that still say otherwise cannot be taken off
                return Optional.empty();
            }
            String text =
                    document.isPresent() ? "its document only looks it up now" : "it was applied with onDelete: retain";
            return Optional.of(new Orphan(
                    object, address, Action.FORGET, List.of(new Reason(Reason.Cause.RETAINED, text)), false));
        }
        String gone = object.phase() == Phase.DELETING ? " and is on its way out" : "";
        return Optional.of(new Orphan(
                object,
                address,
                Action.DELETE,
                List.of(new Reason(Reason.Cause.NOT_IN_CONFIGURATION, address + " is not in the configuration" + gone)),
                false));
    }
}
