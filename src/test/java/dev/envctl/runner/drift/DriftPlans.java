package dev.envctl.runner.drift;

import static dev.envctl.testing.ChangeBuilder.change;

import dev.envctl.plan.Action;
import dev.envctl.plan.Divergence;
import dev.envctl.plan.Plan;
import dev.envctl.testing.ChangeBuilder;
import dev.envctl.testing.PlanBuilder;
import dev.envctl.value.Value;

/// The plans that runs in tests end with.
final class DriftPlans {

    private DriftPlans() {}

    static Plan nothing() {
        return PlanBuilder.plan("dev").build();
    }

    static Plan drift() {
        return PlanBuilder.plan("dev").with(role("by hand")).build();
    }

    static ChangeBuilder role(String description) {
        return change("Role/studio-user", Action.UPDATE)
                .id("dev-studio-user")
                .before("description", Value.of(description))
                .after("description", Value.of("People of the studio"))
                .divergence(Divergence.DRIFT)
                .moved("/description", Divergence.DRIFT);
    }
}
