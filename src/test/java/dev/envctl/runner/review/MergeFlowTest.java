package dev.envctl.runner.review;

import static dev.envctl.runner.review.ReviewBench.BASE;
import static dev.envctl.runner.review.ReviewBench.HEAD;
import static dev.envctl.runner.review.ReviewBench.HEAD_TWO;
import static dev.envctl.runner.review.ReviewBench.MERGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.envctl.problem.Code;
import dev.envctl.problem.ProblemException;
import dev.envctl.runner.forge.Forge.Verdict;
import dev.envctl.runner.forge.ForgeEvent;
import dev.envctl.runner.run.EnvironmentState;
import dev.envctl.runner.run.EnvironmentState.Sync;
import dev.envctl.runner.run.Run;
import dev.envctl.runner.run.Run.Kind;
import dev.envctl.runner.run.Run.State;
import dev.envctl.runner.run.RunPaper;
import dev.envctl.runner.run.RunResult;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What comes of a merge, and of a push without one.
class MergeFlowTest {

    private static final String PROD = "environments/prod";
    private static final String STATUS = "envctl/apply: environments/prod";

    private final ReviewBench bench = new ReviewBench();

    private void approvedPlan() {
        bench.open(PROD);
        bench.planned(PROD, "1111");
        bench.approved("bob");
    }

    private Optional<Sync> sync(String directory) {
        return bench.stores
                .environments()
                .find(ReviewBench.environment(directory))
                .map(EnvironmentState::sync);
    }

    @Test
    void whatWasApprovedIsAppliedAtTheMergeCommitByItsDigest() {
        approvedPlan();

        bench.merged(PROD);

        assertThat(bench.runs(Kind.APPLY)).singleElement().satisfies(run -> {
            assertThat(run.revision()).isEqualTo(new Run.Revision(MERGE, Optional.empty()));
            assertThat(run.expectedDigest()).contains("1111");
            assertThat(run.cause()).isEqualTo(new Run.Cause(Run.Trigger.PUSH, "alice", Optional.of(7)));
        });
        assertThat(bench.forge.status(MERGE, STATUS).verdict()).isEqualTo(Verdict.PENDING);
        bench.finish(PROD, State.SUCCEEDED, RunResult.of("Apply complete!"), RunPaper.RESULT_MARKDOWN, "");
        assertThat(bench.forge.status(MERGE, STATUS).verdict()).isEqualTo(Verdict.SUCCESS);
        assertThat(bench.forge.comment()).contains("**1 applied.**", "merged as `c0c1c2c`");
    }

    @Test
    void theOrderOfTheTwoEventsDoesNotMatterNorHowOftenTheyCome() {
        approvedPlan();
        bench.forge.merge(7, MERGE);
        bench.changes(MERGE, PROD);
        var closed = new ForgeEvent.PullRequestClosed("acme/platform", 7, true, "alice");

        // the forge cannot yet say by which pull request the push came
        bench.tell(ReviewBench.push());
        assertThat(bench.runs(Kind.APPLY)).isEmpty();
        assertThat(bench.forge.status(MERGE, STATUS).verdict()).isEqualTo(Verdict.NEUTRAL);

        bench.tell(closed);
        bench.tell(closed);
        bench.tell(ReviewBench.push());
        bench.forge.knowsMerge(MERGE, 7);
        bench.tell(ReviewBench.push());

        assertThat(bench.runs(Kind.APPLY)).hasSize(1);
        assertThat(bench.forge.status(MERGE, STATUS).verdict()).isEqualTo(Verdict.PENDING);
    }

    /// Asking again for a commit that is gone would go on for ever.
    @Test
    void aForcedPushFromACommitThatIsGoneAppliesNothingAndSaysSo() {
        approvedPlan();
        bench.gone.add(BASE);

        bench.merged(PROD);

        assertThat(bench.runs(Kind.APPLY)).isEmpty();
        assertThat(bench.forge.status(MERGE, STATUS)).satisfies(status -> {
            assertThat(status.verdict()).isEqualTo(Verdict.FAILURE);
            assertThat(status.description()).contains("what the push changes could not be found out");
        });
    }

    @Test
    void aCommitThatGitHasNotHeardOfYetIsAskedForAgain() {
        approvedPlan();
        bench.gone.add(MERGE);

        assertThatThrownBy(() -> bench.merged(PROD)).isInstanceOf(ProblemException.class);
        bench.gone.clear();
        bench.tell(ReviewBench.push());

        assertThat(bench.runs(Kind.APPLY)).hasSize(1);
    }

    @Test
    void withoutApprovalNothingIsAppliedAndThatIsSaid() {
        bench.open(PROD);
        bench.planned(PROD, "1111");

        bench.merged(PROD);

        assertThat(bench.runs(Kind.APPLY)).isEmpty();
        assertThat(bench.forge.status(MERGE, STATUS).verdict()).isEqualTo(Verdict.FAILURE);
        assertThat(bench.forge.status(MERGE, STATUS).description())
                .isEqualTo("Nothing was applied: its plan was not approved.");
        assertThat(sync(PROD)).contains(Sync.PENDING);
    }

    @Test
    void anApprovalOfAnotherDigestIsNone() {
        approvedPlan();
        bench.pushed(HEAD_TWO, PROD);
        bench.planned(PROD, "2222");

        bench.merged(PROD);

        assertThat(bench.runs(Kind.APPLY)).isEmpty();
        assertThat(bench.forge.comment())
                .contains("Nothing was applied: the plan with digest `1111` was approved, and it is `2222` by now.");
    }

    @Test
    void aMergeBeforeThePlanWasDoneAppliesNothing() {
        bench.open("environments/dev");

        bench.merged("environments/dev");

        assertThat(bench.runs(Kind.APPLY)).isEmpty();
        assertThat(bench.forge.comment()).contains("Nothing was applied: its plan did not begin in time.");
    }

    @Test
    void upToDateMeansThatThePlanWasMadeOnWhatItWasMergedInto() {
        bench.open("environments/strict");
        bench.planned("environments/strict", "1111");
        bench.approved("bob");
        bench.forge.merge(7, MERGE);
        bench.forge.knowsMerge(MERGE, 7);
        bench.changes(MERGE, "environments/strict");

        bench.tell(new ForgeEvent.Pushed("acme/platform", "main", "e".repeat(40), MERGE, "alice"));

        assertThat(bench.runs(Kind.APPLY)).isEmpty();
        assertThat(bench.forge.comment()).contains("it is not up to date with the branch that it goes into");

        bench.tell(new ForgeEvent.Pushed("acme/platform", "main", BASE, MERGE, "alice"));
        assertThat(bench.runs(Kind.APPLY)).hasSize(1);
        assertThat(bench.forge.comment()).doesNotContain("Nothing was applied");
    }

    @Test
    void anApplyThatWasExpectedAndFindsNothingIsAFailure() {
        approvedPlan();

        bench.merged();

        assertThat(bench.runs(Kind.APPLY)).isEmpty();
        assertThat(bench.forge.status(MERGE, STATUS).verdict()).isEqualTo(Verdict.FAILURE);
        assertThat(bench.forge.comment())
                .contains("#### `environments/prod`", "an apply was expected and there is nothing to apply");
    }

    @Test
    void whatThePullRequestDidNotChangeWhenItWasPlannedIsNotApplied() {
        approvedPlan();

        bench.merged(PROD, "environments/prod-two");

        assertThat(bench.runs(Kind.APPLY))
                .extracting(run -> run.environment().directory())
                .containsExactly(PROD);
        assertThat(bench.forge
                        .status(MERGE, "envctl/apply: environments/prod-two")
                        .description())
                .isEqualTo("Nothing was applied: the push changes it, and it was not planned in the pull request.");
        assertThat(sync("environments/prod-two")).contains(Sync.PENDING);
    }

    @Test
    void whatThePushChangesMustBeKnown() {
        approvedPlan();
        bench.forge.merge(7, MERGE);
        bench.forge.knowsMerge(MERGE, 7);
        bench.gitSays(Code.INVALID_YAML);

        bench.tell(ReviewBench.push());

        assertThat(bench.runs(Kind.APPLY)).isEmpty();
        assertThat(bench.forge.status(MERGE, STATUS).verdict()).isEqualTo(Verdict.FAILURE);
    }

    @Test
    void aPushWithoutAPullRequestAppliesNothingAndLeavesThingsPending() {
        bench.changes(MERGE, PROD, "playground/nobodys");

        bench.tell(ReviewBench.push());

        assertThat(bench.runs(Kind.APPLY)).isEmpty();
        assertThat(sync(PROD)).contains(Sync.PENDING);
        assertThat(bench.forge.status(MERGE, STATUS).description())
                .isEqualTo("Pushed without a pull request: nothing was applied");
        assertThat(bench.forge.statuses()).hasSize(1);
        assertThat(bench.stores.audit().list(10))
                .singleElement()
                .satisfies(entry -> assertThat(entry.target()).isEqualTo("acme/platform:environments/prod"));
    }

    @Test
    void pushesToOtherBranchesAndNewBranchesAreNothing() {
        bench.changes(MERGE, PROD);

        bench.tell(new ForgeEvent.Pushed("acme/platform", "develop", BASE, MERGE, "alice"));
        bench.tell(new ForgeEvent.Pushed("acme/platform", "main", "0".repeat(40), MERGE, "alice"));
        bench.tell(new ForgeEvent.Pushed("acme/platform", "main", MERGE, "0".repeat(40), "alice"));

        assertThat(bench.forge.calls()).isEmpty();
        assertThat(sync(PROD)).isEmpty();
    }

    @Test
    void whatIsAppliedByCommentOrNeverIsPendingAfterItsMerge() {
        bench.open("environments/test", "environments/frozen");
        bench.planned("environments/test", "1111");
        bench.planned("environments/frozen", "1111");

        bench.merged("environments/test", "environments/frozen");

        assertThat(bench.runs(Kind.APPLY)).isEmpty();
        assertThat(sync("environments/test")).contains(Sync.PENDING);
        assertThat(sync("environments/frozen")).contains(Sync.PENDING);
        assertThat(bench.forge.status(MERGE, "envctl/apply: environments/test").verdict())
                .isEqualTo(Verdict.NEUTRAL);
    }

    @Test
    void whatWasAppliedByCommentIsNotPendingAfterItsMerge() {
        bench.open("environments/test");
        bench.planned("environments/test", "1111");
        bench.approved("bob");
        bench.forge.grant("carol", "team:ops");
        bench.says("carol", "/envctl apply");
        bench.finish("environments/test", State.SUCCEEDED, RunResult.of("Done."), RunPaper.RESULT_MARKDOWN, "");

        bench.merged("environments/test");

        assertThat(sync("environments/test")).isEmpty();
        assertThat(bench.forge.comment()).contains("**1 applied.**");
        assertThat(bench.forge.status(HEAD, "envctl/apply: environments/test").verdict())
                .isEqualTo(Verdict.SUCCESS);
    }
}
