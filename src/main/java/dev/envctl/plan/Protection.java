package dev.envctl.plan;

import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.Problems;
import dev.envctl.provider.LiveObject;
import dev.envctl.provider.Ownership;
import dev.envctl.spec.EnvironmentSettings;
import dev.envctl.value.Address;
import java.util.List;
import java.util.Optional;

/// Stops a plan that would destroy what is protected, by the mark on the live object or by the environment's policy.
final class Protection {

    private static final String WITHOUT_DOCUMENT =
            "The protection is written on the live object, so it outlives its document. Bring the document back, and"
                    + " keep it; or apply it once with lifecycle: {protect: false} before it goes.";

    private Protection() {}

    static void check(EnvironmentSettings settings, List<Decision> decisions, List<Orphan> orphans, Problems problems) {
        for (Decision decision : decisions) {
            if (decision.action().destroys()) {
                refusal(settings, decision.address(), decision.action(), decision.live())
                        .map(problem -> problem.at(decision.resource().source()))
                        .ifPresent(problems::add);
            }
        }
        for (Orphan orphan : orphans) {
            if (orphan.action().destroys() && !orphan.deposed()) {
                refusal(settings, orphan.address(), orphan.action(), Optional.of(orphan.object()))
                        .map(problem -> problem.code() == Code.PROTECTED ? problem.withHint(WITHOUT_DOCUMENT) : problem)
                        .ifPresent(problems::add);
            }
        }
    }

    private static Optional<Problem> refusal(
            EnvironmentSettings settings, Address address, Action action, Optional<LiveObject> live) {
        boolean isProtected = live.flatMap(LiveObject::ownership)
                .filter(ownership -> ownership.protection() == Ownership.Protection.PROTECTED)
                .isPresent();
        String id = live.map(object -> " (" + object.id() + ")").orElse("");
        String event = action.isReplacement() ? "replaced" : "destroyed";
        if (isProtected) {
            return Optional.of(
                    Problem.of(Code.PROTECTED, "%s%s is protected and would be %s.".formatted(address, id, event))
                            .withHint("The protection is written on the live object, so it outlives its document. To"
                                    + " lift it, set lifecycle: {protect: false} in the document and apply that"
                                    + " first."));
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
}
