package dev.envctl.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.apply.ApplyListener;
import dev.envctl.apply.ApplyResult;
import dev.envctl.apply.Outcome;
import dev.envctl.lease.LeaseRecord;
import dev.envctl.plan.Action;
import dev.envctl.plan.Plan;
import dev.envctl.plan.Step;
import dev.envctl.plan.StepId;
import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.provider.LiveObject;
import dev.envctl.provider.Phase;
import dev.envctl.testing.ChangeBuilder;
import dev.envctl.testing.GoldenFiles;
import dev.envctl.testing.PlanBuilder;
import dev.envctl.value.Address;
import dev.envctl.value.KindName;
import dev.envctl.value.Value;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OutcomeReportTest {

    private static final Instant NOON = Instant.parse("2026-09-01T12:00:00Z");
    private static final String COMMAND = "envctl apply environments/analytics-dev";

    private final Plan plan = PlanBuilder.plan("analytics-dev")
            .with(
                    ChangeBuilder.change("Role/a", Action.CREATE),
                    ChangeBuilder.change("VirtualCluster/spark", Action.CREATE),
                    ChangeBuilder.change("ManagedEndpoint/pyspark", Action.CREATE),
                    ChangeBuilder.change("Bucket/b", Action.NO_OP).id("b").importing())
            .step(StepId.Verb.CREATE, "Role/a")
            .step(StepId.Verb.UPDATE, "VirtualCluster/spark")
            .step(StepId.Verb.CREATE, "ManagedEndpoint/pyspark", 0, 1)
            .step(StepId.Verb.DELETE, "Studio/main", 2)
            .step(StepId.Verb.CLAIM, "Bucket/b")
            .quietStep(StepId.Verb.CLAIM, "Role/quiet")
            .build();

    @Test
    void endsACompleteApplyInTerraformsWords() {
        List<Outcome> outcomes = new ArrayList<>();
        plan.steps().forEach(step -> outcomes.add(done(step)));
        ApplyResult result = new ApplyResult(plan, outcomes, false, List.of());

        assertThat(new ApplyText(Style.TEXT).render(result, COMMAND))
                .isEqualTo("Apply complete! Resources: 1 imported, 2 added, 1 changed, 1 destroyed.\n");
    }

    @Test
    void tellsWhatWasDoneAndWhatWasNotAfterAFailure() {
        check("failed", failed(false));
    }

    @Test
    void tellsWhatWasDoneAndWhatWasNotAfterAnInterrupt() {
        check("interrupted", failed(true));
    }

    @Test
    void streamsStepsAsEvents() {
        EventStream stream = new EventStream(Clock.fixed(NOON, ZoneOffset.UTC));
        List<String> lines = new ArrayList<>();
        lines.add(stream.version("0.1.0"));
        Step step = plan.steps().getFirst();
        lines.add(stream.started(step));
        lines.add(stream.progress(new ApplyListener.Running(
                step, "8gai4l4e", "CREATING", Duration.ofSeconds(20), Duration.ofMinutes(3))));
        ApplyResult result = failed(false);
        for (Outcome outcome : result.outcomes()) {
            switch (outcome) {
                case Outcome.Done done -> lines.add(stream.finished(done));
                case Outcome.Failed failed -> lines.add(stream.failed(failed));
                case Outcome.Skipped _, Outcome.NotStarted _ -> {}
            }
        }
        lines.addAll(stream.result(result));
        GoldenFiles.check("report/outcome/failed.jsonl", String.join("\n", lines) + "\n");
    }

    @Test
    void tellsDriftPendingAndConflictApart() {
        Plan diverged = CannedPlans.divergence();
        GoldenFiles.check("report/divergence/drift.txt", new DriftText(Style.TEXT).render(diverged));
        GoldenFiles.check("report/divergence/drift.md", new DriftMarkdown(65_536).render(diverged));
        GoldenFiles.check("report/divergence/drift.json", Json.pretty(DriftJson.document(diverged)));
    }

    @Test
    void saysThatNothingDrifted() {
        Plan quiet = PlanBuilder.plan("analytics-dev").build();

        assertThat(new DriftText(Style.TEXT).render(quiet))
                .contains("No drift. The live objects match what was last applied.");
    }

    @Test
    void showsStateHealthAndSyncApart() {
        Plan live = PlanBuilder.plan("analytics-dev")
                .with(
                        ChangeBuilder.change("Role/a", Action.NO_OP).id("a"),
                        ChangeBuilder.change("ManagedEndpoint/failed", Action.CREATE_THEN_DELETE)
                                .id("e1")
                                .state("TERMINATED_WITH_ERRORS"),
                        ChangeBuilder.change("ManagedEndpoint/insync", Action.NO_OP)
                                .id("e2")
                                .state("CREATING"),
                        ChangeBuilder.change("Studio/missing", Action.CREATE))
                .live(object(
                        "ManagedEndpoint", "e1", Phase.FAILED, "TERMINATED_WITH_ERRORS", "No subnets are available."))
                .live(object("ManagedEndpoint", "e2", Phase.IN_PROGRESS, "CREATING", "ALB is provisioning."))
                .build();
        LeaseRecord lease = new LeaseRecord(
                "analytics-dev.us-east-1",
                "alice@laptop",
                "laptop:4711",
                "apply",
                7,
                NOON.minusSeconds(80),
                NOON.plusSeconds(25));
        Status status = new Status(live, Optional.of(lease), NOON);

        GoldenFiles.check("report/status/status.txt", new StatusText(Style.TEXT).render(status));
        GoldenFiles.check("report/status/status.md", StatusMarkdown.render(status));
        GoldenFiles.check("report/status/status.json", Json.pretty(StatusJson.document(status)));
    }

    @Test
    void drawsTheGraph() {
        Address role = Address.of("Role", "a");
        Address studio = Address.of("Studio", "main");
        List<GraphText.Edge> edges = List.of(new GraphText.Edge(studio, role));

        assertThat(GraphText.mermaid(List.of(role, studio), edges)).isEqualTo("""
            flowchart LR
              n0["Role/a"]
              n1["Studio/main"]
              n1 --> n0
            """);
        assertThat(GraphText.dot(List.of(role, studio), edges)).isEqualTo("""
            digraph {
              rankdir = "LR"
              node [shape = box]
              "Role/a"
              "Studio/main"
              "Studio/main" -> "Role/a"
            }
            """);
    }

    @Test
    void aDestroyThatStoppedIsNoApply() {
        Plan destroy = PlanBuilder.plan("analytics-dev")
                .destroying()
                .step(StepId.Verb.DELETE, "Role/a")
                .build();
        List<Outcome> left = List.of(new Outcome.NotStarted(destroy.steps().getFirst()));

        assertThat(ApplyText.summary(new ApplyResult(destroy, left, true, List.of())))
                .startsWith("Destroy interrupted! Steps: 0 of 1 done");
        assertThat(ApplyText.summary(new ApplyResult(destroy, left, false, List.of())))
                .startsWith("Destroy incomplete! Steps: 0 of 1 done");
    }

    private void check(String name, ApplyResult result) {
        GoldenFiles.check("report/outcome/" + name + ".txt", new ApplyText(Style.TEXT).render(result, COMMAND));
        GoldenFiles.check("report/outcome/" + name + ".md", new ApplyMarkdown(65_536).render(result, COMMAND));
        GoldenFiles.check("report/outcome/" + name + ".json", Json.pretty(ApplyJson.document(result)));
    }

    private ApplyResult failed(boolean interrupted) {
        List<Step> steps = plan.steps();
        Problem problem = Problem.of(
                        Code.CREATION_FAILED,
                        "emr-containers:CreateManagedEndpoint: the endpoint ended TERMINATED_WITH_ERRORS: no subnets.")
                .withHint("Tag two subnets with kubernetes.io/role/internal-elb = 1.");
        List<Outcome> outcomes = List.of(
                done(steps.get(5)),
                done(steps.get(0)),
                new Outcome.Failed(steps.get(2), problem, Duration.ofSeconds(184)),
                new Outcome.Skipped(steps.get(3), steps.get(2).id()),
                interrupted ? new Outcome.NotStarted(steps.get(1)) : done(steps.get(1)));
        return new ApplyResult(plan, outcomes, interrupted, List.of());
    }

    private static Outcome done(Step step) {
        return new Outcome.Done(step, Optional.of("id-1"), Duration.ofSeconds(2));
    }

    private static LiveObject object(String kind, String id, Phase phase, String state, String detail) {
        return new LiveObject(
                KindName.of(kind),
                id,
                Value.MapValue.EMPTY,
                Value.MapValue.EMPTY,
                Optional.empty(),
                phase,
                state,
                Optional.of(detail),
                Optional.empty());
    }
}
