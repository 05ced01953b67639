package dev.envctl.runner.review;

import static dev.envctl.runner.review.ReviewBench.BASE;
import static dev.envctl.runner.review.ReviewBench.HEAD;
import static dev.envctl.runner.review.ReviewBench.MERGE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.problem.Code;
import dev.envctl.runner.forge.ForgeEvent;
import dev.envctl.runner.run.NewRun;
import dev.envctl.runner.run.Run;
import dev.envctl.runner.run.Run.Kind;
import dev.envctl.runner.run.Run.State;
import dev.envctl.runner.run.RunPaper;
import dev.envctl.runner.run.RunResult;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// `/envctl apply` after an apply that failed.
class RetryFlowTest {

    private static final String PROD = "environments/prod";
    private static final String TEST = "environments/test";
    private static final String NOW = "d".repeat(40);

    private final ReviewBench bench = new ReviewBench();

    @BeforeEach
    void carolMayApply() {
        bench.forge.grant("carol", "team:ops");
    }

    private void approvedAndMerged() {
        bench.open(PROD);
        bench.planned(PROD, "1111");
        bench.approved("bob");
        bench.merged(PROD);
    }

    private void ends(String directory, State state) {
        bench.finish(directory, state, RunResult.of("The lease was taken away."), RunPaper.RESULT_MARKDOWN, "");
    }

    private void failed() {
        approvedAndMerged();
        ends(PROD, State.FAILED);
    }

    @Test
    void whatFailedAfterTheMergeIsTriedAgainAtTheSameCommitWithTheSameDigest() {
        failed();
        assertThat(bench.forge.comment()).contains("To try again, comment `/envctl apply environments/prod`.");

        bench.says("carol", "/envctl apply prod", 41);
        bench.says("carol", "/envctl apply prod", 41);

        assertThat(bench.runs(Kind.APPLY)).hasSize(2);
        assertThat(bench.waiting(Kind.APPLY, PROD)).satisfies(run -> {
            assertThat(run.revision()).isEqualTo(new Run.Revision(MERGE, Optional.empty()));
            assertThat(run.expectedDigest()).contains("1111");
            assertThat(run.cause()).isEqualTo(new Run.Cause(Run.Trigger.COMMENT, "carol", Optional.of(7)));
            assertThat(run.isRetryAfterMerge()).isTrue();
        });
        assertThat(bench.forge.acknowledged()).containsOnly(41L);
        assertThat(bench.stores.audit().list(1).getFirst().detail()).startsWith("again after run 2, digest 1111");
        ends(PROD, State.SUCCEEDED);
        assertThat(bench.forge.comment()).contains("**1 applied.**").doesNotContain("To try again");
    }

    @Test
    void itCanFailAndBeTriedOverAndOver() {
        failed();
        bench.says("carol", "/envctl apply", 41);
        ends(PROD, State.CANCELLED);
        bench.says("carol", "/envctl apply", 42);
        ends(PROD, State.REFUSED);
        bench.says("carol", "/envctl apply", 43);
        bench.says("carol", "/envctl apply", 42);

        assertThat(bench.runs(Kind.APPLY)).hasSize(4);
    }

    @Test
    void onlyThoseWhoMayApplyMayTryAgain() {
        bench.forge.grant("alice", "writers");
        failed();

        bench.says("alice", "/envctl apply prod");

        assertThat(bench.runs(Kind.APPLY)).hasSize(1);
        assertThat(bench.forge.comment()).contains("> `alice` may not apply `environments/prod` by comment.");
    }

    @Test
    void whatIsBeingAppliedOrWasIsNotTriedAgain() {
        approvedAndMerged();
        bench.says("carol", "/envctl apply prod");
        assertThat(bench.forge.comment()).contains("> `environments/prod`: run 2 applies it already.");

        ends(PROD, State.SUCCEEDED);
        bench.says("carol", "/envctl apply prod");
        assertThat(bench.forge.comment()).contains("run 2 applied it to the end, so there is nothing to try again.");
        bench.says("carol", "/envctl apply");
        assertThat(bench.forge.comment())
                .contains("there is nothing to apply. An apply that failed was expected, and there is none.");
        assertThat(bench.runs(Kind.APPLY)).hasSize(1);
    }

    @Test
    void whatWasRefusedAtTheMergeHasNothingToTryAgain() {
        bench.open(PROD);
        bench.planned(PROD, "1111");
        bench.merged(PROD);

        bench.says("carol", "/envctl apply prod");

        assertThat(bench.runs(Kind.APPLY)).isEmpty();
        assertThat(bench.forge.comment())
                .contains("nothing was applied by this pull request that could be tried again. A pull request that"
                        + " touches it is planned with all that is pending.");
    }

    @Test
    void notAfterTheBranchHasChangedTheEnvironment() {
        failed();
        bench.changes(NOW, "environments/other");
        bench.says("carol", "/envctl apply prod", 41);
        assertThat(bench.runs(Kind.APPLY)).hasSize(2);
        ends(PROD, State.FAILED);

        bench.changes(NOW, PROD);
        bench.says("carol", "/envctl apply prod", 42);

        assertThat(bench.runs(Kind.APPLY)).hasSize(2);
        assertThat(bench.forge.comment())
                .contains("> Nothing was applied to `environments/prod`: `main` has changed it since `c0c1c2c`. A pull"
                        + " request that touches it is planned with all that is pending.");
        assertThat(bench.stores.audit().list(1).getFirst().action()).isEqualTo("refused");
    }

    @Test
    void notWhenNobodyKnowsWhatTheBranchHasChanged() {
        failed();
        bench.gitSays(Code.INVALID_YAML);

        bench.says("carol", "/envctl apply prod");

        assertThat(bench.runs(Kind.APPLY)).hasSize(1);
        assertThat(bench.forge.comment()).contains("what `main` has changed since could not be found out");
    }

    @Test
    void notAfterAnotherApplyOfTheEnvironment() {
        failed();
        bench.stores
                .runs()
                .enqueue(new NewRun(
                        ReviewBench.environment(PROD),
                        Kind.APPLY,
                        new Run.Cause(Run.Trigger.SELF_HEAL, "drift", Optional.empty()),
                        new Run.Revision(NOW, Optional.empty()),
                        Optional.of("9999"),
                        "heal"));
        ends(PROD, State.SUCCEEDED);

        bench.says("carol", "/envctl apply prod");

        assertThat(bench.runs(Kind.APPLY)).hasSize(2);
        assertThat(bench.forge.comment()).contains("run 3 has applied it since");
    }

    @Test
    void notWhenTheApprovalWasTakenBack() {
        failed();
        bench.stores.approvals().withdraw(ReviewBench.SEVEN);

        bench.says("carol", "/envctl apply prod");

        assertThat(bench.runs(Kind.APPLY)).hasSize(1);
        assertThat(bench.forge.comment()).contains("the approval of its plan was taken back");
    }

    @Test
    void withoutANameAllThatFailedIsMeant() {
        bench.open(PROD, "environments/prod-two", TEST, "environments/frozen");
        bench.planned(PROD, "1111");
        bench.planned("environments/prod-two", "2222");
        bench.planned(TEST, "3333");
        bench.approved("bob");
        bench.merged(PROD, "environments/prod-two", TEST);
        ends(PROD, State.FAILED);
        ends("environments/prod-two", State.SUCCEEDED);

        bench.says("carol", "/envctl apply");

        assertThat(bench.runs(Kind.APPLY))
                .extracting(run -> run.environment().directory())
                .containsExactly(PROD, "environments/prod-two", PROD);
    }

    @Test
    void whatIsAppliedByCommentIsTriedAgainByCommentingAgain() {
        bench.open(TEST);
        bench.planned(TEST, "3333");
        bench.approved("bob");
        bench.says("carol", "/envctl apply", 41);
        ends(TEST, State.FAILED);

        bench.says("carol", "/envctl apply", 42);

        assertThat(bench.waiting(Kind.APPLY, TEST)).satisfies(run -> {
            assertThat(run.revision()).isEqualTo(new Run.Revision(HEAD, Optional.of(BASE)));
            assertThat(run.expectedDigest()).contains("3333");
        });
    }

    @Test
    void whatFailedByCommentAndWasMergedIsTriedAgainAtTheMergeCommit() {
        bench.open(TEST);
        bench.planned(TEST, "3333");
        bench.approved("bob");
        bench.says("carol", "/envctl apply", 41);
        ends(TEST, State.FAILED);
        bench.merged(TEST);

        bench.says("carol", "/envctl apply test", 42);

        assertThat(bench.waiting(Kind.APPLY, TEST).revision()).isEqualTo(new Run.Revision(MERGE, Optional.empty()));
    }

    @Test
    void aPullRequestThatWasClosedAppliesNothing() {
        bench.open(TEST);
        bench.planned(TEST, "3333");
        bench.approved("bob");
        bench.forge.close(7);
        bench.tell(new ForgeEvent.PullRequestClosed("acme/platform", 7, false, "alice"));

        bench.says("carol", "/envctl apply test");

        assertThat(bench.runs(Kind.APPLY)).isEmpty();
        assertThat(bench.forge.comment()).contains("The pull request is not open, so nothing is applied.");
    }
}
