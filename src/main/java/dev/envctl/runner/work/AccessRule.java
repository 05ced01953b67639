package dev.envctl.runner.work;

import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import dev.envctl.runner.run.Run;
import dev.envctl.spec.EnvironmentSettings;
import dev.envctl.spec.EnvironmentSettings.Target;
import dev.envctl.value.Ordered;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// The way to an account is the base branch's. A pull request that changes it, or brings an environment with a way of
/// its own, has to be asked for by a comment of somebody who may apply: planning already takes on the role that it
/// names. A new environment of the sandbox leads to no account and needs nobody.
final class AccessRule {

    private final Approvers approvers;

    AccessRule(Approvers approvers) {
        this.approvers = approvers;
    }

    /// Throws unless `run` may use the way that its commit names. `base` is empty for an environment that the base
    /// branch does not have, or whose document cannot be read there.
    void check(Run run, Optional<EnvironmentSettings> base, EnvironmentSettings wanted) {
        List<String> changed = base.map(before -> changed(before, wanted)).orElse(List.of());
        boolean isKnown = base.isPresent() && changed.isEmpty();
        boolean isFree = base.isEmpty() && wanted.target() == Target.SANDBOX;
        if (!isKnown && !isFree && !isAskedFor(run)) {
            throw new ProblemException(refusal(run.environment().directory(), changed));
        }
    }

    private boolean isAskedFor(Run run) {
        return run.cause().trigger() == Run.Trigger.COMMENT
                && approvers.mayApply(run.environment(), run.cause().actor());
    }

    private static Problem refusal(String directory, List<String> changed) {
        String what = changed.isEmpty()
                ? "The pull request brings the environment %s with its own way to an account.".formatted(directory)
                : "The pull request changes %s of %s.".formatted(String.join(", ", changed), directory);
        return Problem.of(Code.ACCESS_CHANGED, what + " Nothing was planned.")
                .withHint("Somebody who may apply reads the change, and comments: /envctl plan " + directory);
    }

    private static List<String> changed(EnvironmentSettings before, EnvironmentSettings after) {
        SequencedMap<String, Object> old = way(before);
        return way(after).entrySet().stream()
                .filter(field -> !field.getValue().equals(old.get(field.getKey())))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static SequencedMap<String, Object> way(EnvironmentSettings settings) {
        return Ordered.sorted(Map.of(
                "target", settings.target(),
                "accountId", settings.accountId(),
                "region", settings.region(),
                "assumeRole", settings.assumeRole(),
                "lock", settings.lock()));
    }
}
