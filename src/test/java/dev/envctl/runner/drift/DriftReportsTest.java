package dev.envctl.runner.drift;

import static dev.envctl.testing.ChangeBuilder.change;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.envctl.plan.Action;
import dev.envctl.plan.Divergence;
import dev.envctl.plan.Plan;
import dev.envctl.report.CulpritsMarkdown;
import dev.envctl.runner.forge.ForgeException;
import dev.envctl.runner.forge.OwnMark;
import dev.envctl.runner.run.EnvironmentState;
import dev.envctl.runner.run.Run;
import dev.envctl.runner.run.RunResult;
import dev.envctl.runner.run.Runs;
import dev.envctl.testing.ChangeBuilder;
import dev.envctl.testing.Death;
import dev.envctl.testing.GoldenFiles;
import dev.envctl.testing.Hostile;
import dev.envctl.testing.PlanBuilder;
import dev.envctl.testing.RecordingForge.Issue;
import dev.envctl.trail.Culprit;
import dev.envctl.trail.Findings;
import dev.envctl.value.Address;
import dev.envctl.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DriftReportsTest {

    private static final String DIGEST = "4f2a9c1e7d3b5a60";

    private DriftStage stage = new DriftStage(false, 65_536);

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void opensOneIssueThatTellsDriftFromConflictFromPending() {
        Run run = stage.looked(everything(), DIGEST, alice());

        Issue issue = theIssue();
        assertThat(issue.repository()).isEqualTo("acme/platform");
        assertThat(issue.text().open()).isTrue();
        assertThat(stage.environments.find(DriftStage.DEV).flatMap(EnvironmentState::driftIssue))
                .contains(1);
        assertThat(issue.text().body()).contains("https://envctl.example.com/runs/" + run.id());
        GoldenFiles.check("drift/everything/title.txt", issue.text().title() + "\n");
        GoldenFiles.check("drift/everything/issue.md", issue.text().body());
    }

    @Test
    void saysTheSameOnlyOnce() {
        stage.looked(drift("by hand"), DIGEST, alice());
        stage.clock.turn(Duration.ofHours(1));
        stage.looked(drift("by hand"), DIGEST, alice());
        stage.looked(drift("by hand"), DIGEST, new CulpritsMarkdown(1000).render(unknown()));
        stage.looked(drift("by hand"), DIGEST, "");

        assertThat(stage.forge.issueWrites()).hasSize(1);
    }

    @Test
    void writesItOverWhenOtherThingsDriftOrSomebodyIsFound() {
        stage.looked(drift("by hand"), DIGEST, new CulpritsMarkdown(1000).render(unknown()));
        GoldenFiles.check("drift/nobody-found/issue.md", theIssue().text().body());
        stage.clock.turn(Duration.ofHours(1));
        stage.looked(drift("by hand"), DIGEST, alice());
        assertThat(theIssue().text().body()).contains("user/alice").contains("Since 2026-01-01 08:00 UTC");
        stage.looked(drift("by another hand"), "aaaabbbbcccc", alice());

        assertThat(stage.forge.issueWrites()).hasSize(3).allMatch(issue -> issue.number() == 1);
        assertThat(theIssue().text().body()).contains("by another hand").contains("Since 2026-01-01 08:00 UTC");
    }

    @Test
    void closesItWhenTheDriftIsGoneAndOpensTheSameAgain() {
        stage.looked(drift("by hand"), DIGEST, "");
        stage.clock.turn(Duration.ofHours(1));
        stage.looked(DriftPlans.nothing(), "0000", "");
        stage.looked(DriftPlans.nothing(), "0000", "");
        assertThat(theIssue().text().open()).isFalse();
        GoldenFiles.check("drift/gone/issue.md", theIssue().text().body());
        stage.clock.turn(Duration.ofHours(1));
        stage.looked(drift("by hand"), DIGEST, "");

        assertThat(stage.forge.issueWrites())
                .extracting(issue -> issue.number() + " " + issue.text().open())
                .containsExactly("1 true", "1 false", "1 true");
        assertThat(theIssue().text().body()).contains("Since 2026-01-01 10:00 UTC");
    }

    @Test
    void closesItAfterAnApplyAndNotAfterOneThatFailed() {
        stage.looked(drift("by hand"), DIGEST, "");
        stage.ended(
                stage.begin(DriftStage.DEV, Run.Kind.APPLY), Run.State.FAILED, RunResult.of("Stopped by an error."));
        assertThat(theIssue().text().open()).isTrue();

        stage.applied();

        assertThat(theIssue().text().open()).isFalse();
        GoldenFiles.check("drift/applied/issue.md", theIssue().text().body());
    }

    @Test
    void hasNoIssueForWhatIsOnlyPending() {
        stage.looked(pending(), DIGEST, "");
        stage.looked(DriftPlans.nothing(), "0000", "");

        assertThat(stage.forge.issueWrites()).isEmpty();
    }

    @Test
    void closesItWhenNothingButPendingIsLeft() {
        stage.looked(drift("by hand"), DIGEST, "");
        stage.looked(pending(), DIGEST, "");

        assertThat(theIssue().text().open()).isFalse();
    }

    @Test
    void looksAtTheLastRunWhateverIsToldLast() {
        Run drifted = stage.looked(drift("by hand"), DIGEST, "");
        stage.applied();

        stage.reports.changed(drifted);
        stage.work();

        assertThat(theIssue().text().open()).isFalse();
    }

    @Test
    void opensOneIssueThoughItDiesBeforeItKnowsTheNumber() {
        stage.forge.dieAfterWriting(2);
        assertThatThrownBy(() -> stage.looked(drift("by hand"), DIGEST, "")).isInstanceOf(Death.class);
        assertThatThrownBy(stage::work).isInstanceOf(Death.class);
        assertThat(stage.environments.find(DriftStage.DEV).flatMap(EnvironmentState::driftIssue))
                .isEmpty();

        stage.work();

        assertThat(stage.forge.issues()).hasSize(1);
        assertThat(theIssue().text().open()).isTrue();
        assertThat(theIssue().text().mark())
                .isEqualTo(OwnMark.of("drift", DriftStage.DEV.directory(), DriftStage.PAGE));
        assertThat(stage.environments.find(DriftStage.DEV).flatMap(EnvironmentState::driftIssue))
                .contains(1);
    }

    @Test
    void closesTheIssueThatItDiedOver() {
        stage.forge.dieAfterWriting(1);
        assertThatThrownBy(() -> stage.looked(drift("by hand"), DIGEST, "")).isInstanceOf(Death.class);
        stage.looked(DriftPlans.nothing(), "0000", "");

        assertThat(stage.forge.issues()).hasSize(1);
        assertThat(theIssue().text().open()).isFalse();
    }

    @Test
    void triesAgainWhenTheForgeIsAway() {
        stage.forge.beAway(true);
        assertThatThrownBy(() -> stage.looked(drift("by hand"), DIGEST, "")).isInstanceOf(ForgeException.class);
        assertThat(stage.jobs.count()).isEqualTo(1);

        stage.forge.beAway(false);
        stage.work();

        assertThat(stage.forge.issueWrites()).hasSize(1);
    }

    @Test
    void staysWithinTheForgesLimitWithEveryFenceClosed() {
        stage.close();
        stage = new DriftStage(false, 5_000);
        stage.looked(much(), DIGEST, new CulpritsMarkdown(3_000).render(many()));

        String body = theIssue().text().body();
        assertThat(body)
                .hasSizeLessThanOrEqualTo(5_000)
                .contains("too long")
                .contains("/envctl apply")
                .contains("closed when the drift is gone");
        assertThat(body.lines().filter(line -> line.startsWith("```")).count() % 2)
                .isZero();
    }

    @Test
    void nothingThatAStrangerWroteBecomesMarkup() {
        String hostile = "`````\n</details><script>alert(1)</script> @acme/admins [x](javascript:alert(1)) #1 ```";
        stage.looked(
                PlanBuilder.plan("dev")
                        .with(change("Role/studio-user", Action.UPDATE)
                                .id(hostile)
                                .before("description", Value.of(hostile))
                                .after("description", Value.of("right"))
                                .divergence(Divergence.DRIFT)
                                .moved("/description", Divergence.DRIFT))
                        .build(),
                DIGEST,
                new CulpritsMarkdown(2_000)
                        .render(new Findings(
                                List.of(new Culprit(
                                        Address.of("Role", "studio-user"),
                                        hostile,
                                        hostile,
                                        Instant.EPOCH,
                                        Optional.of(hostile),
                                        Optional.of(hostile))),
                                List.of(),
                                false,
                                List.of())));

        GoldenFiles.check("drift/hostile/issue.md", theIssue().text().body());
    }

    @Test
    void whatSteersIsSpeltOutAndOurOwnMarksAreNoMarks() {
        stage.looked(
                PlanBuilder.plan(Hostile.TEXT)
                        .with(change("Role/studio-user", Action.UPDATE)
                                .id(Hostile.TEXT)
                                .before(Hostile.TEXT, Value.of(Hostile.TEXT))
                                .after("description", Value.of(Hostile.TEXT))
                                .divergence(Divergence.DRIFT)
                                .moved("/description", Divergence.DRIFT))
                        .build(),
                DIGEST,
                new CulpritsMarkdown(2_000)
                        .render(new Findings(
                                List.of(new Culprit(
                                        Address.of("Role", "studio-user"),
                                        Hostile.TEXT,
                                        Hostile.TEXT,
                                        Instant.EPOCH,
                                        Optional.of(Hostile.TEXT),
                                        Optional.of(Hostile.TEXT))),
                                List.of(),
                                false,
                                List.of())));

        Hostile.assertHarmlessMarkdown(theIssue().text().body());
        Hostile.assertSteersNothing(theIssue().text().title());
    }

    @Test
    void healsOnlyDriftAndOnlyOncePerFinding() {
        stage.close();
        stage = new DriftStage(true, 65_536);

        Run found = stage.looked(drift("by hand"), DIGEST, "");
        Run heal = stage.runs.list(Runs.Filter.latest(10).of(Run.Kind.APPLY)).getFirst();
        assertThat(heal.expectedDigest()).contains(DIGEST);
        assertThat(heal.cause().trigger()).isEqualTo(Run.Trigger.SELF_HEAL);
        assertThat(heal.revision()).isEqualTo(found.revision());
        GoldenFiles.check("drift/healing/issue.md", theIssue().text().body());
        assertThat(stage.audit.list(10))
                .singleElement()
                .satisfies(entry -> assertThat(entry.action()).isEqualTo("self-heal"));

        stage.ended(
                stage.runs.begin(DriftStage.DEV, "here").orElseThrow(), Run.State.FAILED, RunResult.of("It failed."));
        stage.clock.turn(Duration.ofHours(1));
        stage.looked(drift("by hand"), DIGEST, alice());
        assertThat(heals()).isEqualTo(1);

        stage.looked(DriftPlans.nothing(), "0000", "");
        stage.clock.turn(Duration.ofHours(1));
        stage.looked(drift("by hand"), DIGEST, "");
        assertThat(heals()).isEqualTo(2);
    }

    @Test
    void leavesConflictsPendingChangesAndLossesToPeople() {
        stage.close();
        stage = new DriftStage(true, 65_536);

        stage.looked(everything(), DIGEST, "");
        stage.looked(
                PlanBuilder.plan("dev")
                        .with(DriftPlans.role("x"), pendingChange())
                        .build(),
                "1111",
                "");
        stage.looked(
                PlanBuilder.plan("dev")
                        .with(change("ManagedEndpoint/a", Action.CREATE_THEN_DELETE)
                                .id("e-1")
                                .divergence(Divergence.DRIFT))
                        .build(),
                "2222",
                "");

        assertThat(stage.forge.issueWrites()).hasSize(3);
        assertThat(heals()).isZero();
        assertThat(theIssue().text().body()).contains("leaves alone");
    }

    @Test
    void healsNothingUnlessAskedTo() {
        stage.looked(drift("by hand"), DIGEST, "");

        assertThat(heals()).isZero();
        assertThat(theIssue().text().body()).doesNotContain("Self-healing");
    }

    private int heals() {
        return stage.runs.list(Runs.Filter.latest(100).of(Run.Kind.APPLY)).size();
    }

    private Issue theIssue() {
        assertThat(stage.forge.issues()).hasSize(1);
        return stage.forge.issues().firstEntry().getValue();
    }

    private static Plan drift(String description) {
        return PlanBuilder.plan("dev").with(DriftPlans.role(description)).build();
    }

    private static ChangeBuilder pendingChange() {
        return change("LogGroup/jobs", Action.UPDATE)
                .id("/dev/jobs")
                .before("retentionInDays", Value.of(7))
                .after("retentionInDays", Value.of(30))
                .divergence(Divergence.PENDING)
                .moved("/retentionInDays", Divergence.PENDING);
    }

    private static Plan pending() {
        return PlanBuilder.plan("dev").with(pendingChange()).build();
    }

    private static Plan everything() {
        return PlanBuilder.plan("dev")
                .with(
                        DriftPlans.role("by hand"),
                        pendingChange(),
                        change("Bucket/data", Action.UPDATE)
                                .id("acme-dev-data")
                                .before("versioning", Value.of("Suspended"))
                                .after("versioning", Value.of("Enabled"))
                                .divergence(Divergence.CONFLICT)
                                .moved("/versioning", Divergence.CONFLICT))
                .build();
    }

    private static Plan much() {
        return PlanBuilder.plan("dev")
                .with(IntStream.range(0, 300)
                        .mapToObj(number -> change("Role/role-" + number, Action.UPDATE)
                                .id("role-" + number)
                                .before("description", Value.of("by hand"))
                                .after("description", Value.of("right"))
                                .divergence(Divergence.DRIFT)
                                .moved("/description", Divergence.DRIFT))
                        .toArray(ChangeBuilder[]::new))
                .build();
    }

    private static String alice() {
        return new CulpritsMarkdown(2_000)
                .render(new Findings(
                        List.of(new Culprit(
                                Address.of("Role", "studio-user"),
                                "arn:aws:iam::111122223333:user/alice",
                                "iam:UpdateRole",
                                Instant.parse("2026-01-01T07:41:12Z"),
                                Optional.of("10b91a58-cba1-4b17-83b4-655d53d72ac9"),
                                Optional.of("192.0.2.7"))),
                        List.of(),
                        false,
                        List.of()));
    }

    private static Findings unknown() {
        return Findings.unknown(List.of(Address.of("Role", "studio-user")));
    }

    private static Findings many() {
        return Findings.unknown(IntStream.range(0, 300)
                .mapToObj(number -> Address.of("Role", "role-" + number))
                .toList());
    }
}
