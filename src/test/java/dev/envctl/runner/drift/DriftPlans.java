package dev.envctl.runner.drift;

import static dev.envctl.testing.ChangeBuilder.change;

import dev.envctl.plan.Action;
import dev.envctl.plan.Divergence;
import dev.envctl.plan.Plan;
import dev.envctl.testing.PlanBuilder;
import dev.envctl.value.Value;

/// The plans that runs in tests end with.
final class DriftPlans {

    private DriftPlans() {}

    static Plan nothing() {
        return PlanBuilder.plan("dev").build();
    }

    static Plan drift() {
        return PlanBuilder.plan("dev")
                .with(change("Role/studio-user", Action.UPDATE)
                        .id("dev-studio-user")
                        .before("description", Value.of("by hand"))
                        .after("description", Value.of("right"))
                        .divergence(Divergence.DRIFT)
                        .moved("/description", Divergence.DRIFT))
                .build();
    }
}
