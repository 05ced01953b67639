package dev.envctl.report;

import dev.envctl.plan.Action;
import dev.envctl.plan.Change;
import dev.envctl.plan.Divergence;
import dev.envctl.plan.Plan;
import dev.envctl.provider.Phase;

/// A plan in numbers of who moved, as [DriftText] tells it, and how many live objects are not well. What has not been
/// made yet, or is on its way in or out as planned, is not unwell.
public record Standing(int drifted, int pending, int conflicting, int unhealthy) {

    public static Standing of(Plan plan) {
        return new Standing(
                Drift.of(plan, Divergence.DRIFT).size(),
                Drift.of(plan, Divergence.PENDING).size(),
                Drift.of(plan, Divergence.CONFLICT).size(),
                (int) Health.of(plan).stream().filter(Standing::isUnwell).count());
    }

    public boolean isInSync() {
        return drifted + pending + conflicting == 0;
    }

    private static boolean isUnwell(Health health) {
        Change change = health.change();
        if (change.id().isEmpty()) {
            return false;
        }
        return switch (health.object().map(object -> object.phase()).orElse(Phase.READY)) {
            case FAILED, ABSENT -> true;
            case DELETING -> change.action() != Action.DELETE;
            case READY, IN_PROGRESS -> false;
        };
    }
}
