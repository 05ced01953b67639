package dev.envctl.plan;

import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.Problems;
import dev.envctl.provider.Kinds;
import dev.envctl.provider.LiveObject;
import dev.envctl.provider.Ownership;
import dev.envctl.provider.Traits;
import dev.envctl.spec.EnvironmentSettings;
import dev.envctl.value.Address;
import java.util.List;
import java.util.Optional;

/// Stops a plan that would destroy what is protected, by the mark on the live object or by the environment's policy.
final class Protection {

    private static final String WITHOUT_DOCUMENT =
            "The protection is written on the live object, so it outlives its document. Bring the document back, and"
                    + " keep it; or apply it once with lifecycle: {protect: false} before it goes.";

    private final EnvironmentSettings settings;
    private final Kinds kinds;

    Protection(EnvironmentSettings settings, Kinds kinds) {
        this.settings = settings;
        this.kinds = kinds;
    }

    void check(List<Decision> decisions, List<Orphan> orphans, Problems problems) {
        for (Decision decision : decisions) {
            if (decision.action().destroys()) {
                refusal(decision.address(), decision.action(), decision.live(), protection(decision))
                        .map(problem -> problem.at(decision.resource().source()))
                        .ifPresent(problems::add);
            }
        }
        for (Orphan orphan : orphans) {
            if (orphan.action().destroys() && !orphan.deposed()) {
                Optional<LiveObject> live = Optional.of(orphan.object());
                refusal(orphan.address(), orphan.action(), live, written(live))
                        .map(problem -> problem.code() == Code.PROTECTED ? problem.withHint(WITHOUT_DOCUMENT) : problem)
                        .ifPresent(problems::add);
            }
        }
    }

    /// A mark that can only be set at birth could never be lifted: there the document has to agree with it.
    private Optional<Ownership.Protection> protection(Decision decision) {
        boolean fixed = kinds.get(decision.address().kind()).traits().ledger() == Traits.Ledger.BIRTH;
        return written(decision.live())
                .filter(mark -> !fixed || mark == decision.ledger().protection());
    }

    private static Optional<Ownership.Protection> written(Optional<LiveObject> live) {
        return live.flatMap(LiveObject::ownership).map(Ownership::protection);
    }

    private Optional<Problem> refusal(
            Address address, Action action, Optional<LiveObject> live, Optional<Ownership.Protection> protection) {
        boolean isProtected = protection.equals(Optional.of(Ownership.Protection.PROTECTED));
        String id = live.map(object -> " (" + object.id() + ")").orElse("");
        String event = action.isReplacement() ? "replaced" : "destroyed";
        if (isProtected) {
            return Optional.of(
                    Problem.of(Code.PROTECTED, "%s%s is protected and would be %s.".formatted(address, id, event))
                            .withHint("The protection is written on the live object, so it outlives its document. To"
                                    + " lift it, set lifecycle: {protect: false} in the document"
                                    + inputOf(address)
                                    + " and apply that first."));
        }
        if (settings.deletes() == EnvironmentSettings.DeleteProtection.DENY) {
            return Optional.of(Problem.of(
                            Code.DELETION_DENIED,
                            "%s%s would be %s, and the environment %s denies deletions."
                                    .formatted(address, id, event, settings.name()))
                    .withHint("Set protection: {deletes: confirm} in the environment document to allow them."));
        }
        return Optional.empty();
    }

    /// Inside a module it is mostly for the module's caller to say.
    private static String inputOf(Address address) {
        return address.modules().isEmpty()
                ? ""
                : ", or the input of module %s that it is taken from,"
                        .formatted(address.modules().getFirst().name());
    }
}
