package dev.envctl.testing;

import dev.envctl.plan.Change;
import dev.envctl.plan.Ignored;
import dev.envctl.plan.Plan;
import dev.envctl.plan.PlanTarget;
import dev.envctl.plan.Reliance;
import dev.envctl.plan.Step;
import dev.envctl.plan.StepId;
import dev.envctl.problem.Problem;
import dev.envctl.provider.LiveObject;
import dev.envctl.value.Address;
import dev.envctl.value.Ordered;
import dev.envctl.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// A canned plan for tests of what is done with plans.
public final class PlanBuilder {

    private final String environment;
    private final List<Change> changes = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private final List<LiveObject> objects = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();
    private final SequencedMap<Address, Value.MapValue> attributes = new LinkedHashMap<>();
    private Plan.Mode mode = Plan.Mode.APPLY;
    private boolean complete = true;
    private boolean confirmDeletes;

    private PlanBuilder(String environment) {
        this.environment = environment;
    }

    public static PlanBuilder plan(String environment) {
        return new PlanBuilder(environment);
    }

    public PlanBuilder with(ChangeBuilder... builders) {
        for (ChangeBuilder builder : builders) {
            changes.add(builder.build());
        }
        return this;
    }

    /// A step that waits for others, each named by its position.
    public PlanBuilder step(StepId.Verb verb, String address, int... predecessors) {
        steps.add(step(verb, address, false, predecessors));
        return this;
    }

    public PlanBuilder quietStep(StepId.Verb verb, String address) {
        steps.add(step(verb, address, true));
        return this;
    }

    public PlanBuilder live(LiveObject object) {
        objects.add(object);
        return this;
    }

    public PlanBuilder knows(String address, Object... keysAndValues) {
        attributes.put(Address.parse(address).orElseThrow(), Value.map(keysAndValues));
        return this;
    }

    public PlanBuilder warning(Problem problem) {
        warnings.add(problem);
        return this;
    }

    public PlanBuilder partial() {
        complete = false;
        return this;
    }

    public PlanBuilder destroying() {
        mode = Plan.Mode.DESTROY;
        return this;
    }

    public PlanBuilder confirmingDeletes() {
        confirmDeletes = true;
        return this;
    }

    public Plan build() {
        PlanTarget target = new PlanTarget(
                environment,
                "environments/" + environment,
                false,
                Optional.of("111122223333"),
                "us-east-1",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                confirmDeletes);
        return new Plan(
                target,
                mode,
                complete,
                changes,
                steps,
                attributes,
                new Reliance(List.of(), objects),
                warnings,
                new Plan.Statistics(changes.size(), 23, 812),
                "4f2a9c1e7d3b5a60");
    }

    private Step step(StepId.Verb verb, String address, boolean quiet, int... predecessors) {
        List<StepId> before = new ArrayList<>();
        for (int position : predecessors) {
            before.add(steps.get(position).id());
        }
        StepId id = new StepId(verb, Address.parse(address).orElseThrow(), 1);
        return new Step(
                id,
                before,
                Value.MapValue.EMPTY,
                Ordered.copyOf(Map.of()),
                Optional.empty(),
                List.of(),
                Ignored.NOTHING,
                Optional.empty(),
                quiet);
    }
}
