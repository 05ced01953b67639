package dev.envctl.runner.review;

import static dev.envctl.runner.review.ReviewBench.BASE;
import static dev.envctl.runner.review.ReviewBench.HEAD;
import static dev.envctl.runner.review.ReviewBench.HEAD_TWO;
import static dev.envctl.runner.review.ReviewBench.MERGE;
import static dev.envctl.runner.review.ReviewBench.SEVEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.envctl.problem.Code;
import dev.envctl.runner.forge.Forge.PullRequest;
import dev.envctl.runner.forge.ForgeEvent;
import dev.envctl.runner.run.Run;
import dev.envctl.runner.run.Run.Kind;
import dev.envctl.runner.run.Run.State;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The default branch moves under pull request 7, by a push of somebody else.
class MovedBaseTest {

    private static final String PROD = "environments/prod";
    private static final String TEST = "environments/test";
    private static final String NEXT = "abcdef01".repeat(5);

    private final ReviewBench bench = new ReviewBench();

    private void approvedPlan(String directory) {
        bench.open(directory);
        bench.planned(directory, "1111");
        bench.approved("bob");
    }

    /// The forge says of every open pull request where its base is now.
    private void mainMoves(String from, String to, String... directories) {
        bench.changes(to, directories);
        bench.forge.change(7, old -> withBase(old, to));
        bench.tell(new ForgeEvent.Pushed("acme/platform", "main", from, to, "carol"));
    }

    private static PullRequest withBase(PullRequest old, String base) {
        return new PullRequest(
                old.number(),
                old.title(),
                old.author(),
                old.open(),
                old.merged(),
                old.mergeCommit(),
                old.fork(),
                old.head(),
                base,
                old.baseBranch(),
                old.approved(),
                old.mergeable(),
                old.upToDate());
    }

    @Test
    void whatTheBranchChangedIsPlannedAnewAtTheNewMergeResult() {
        approvedPlan(PROD);

        mainMoves(BASE, MERGE, PROD);
        bench.look();

        assertThat(bench.runs(Kind.PLAN))
                .extracting(Run::state, Run::revision, Run::cause)
                .containsExactly(
                        tuple(
                                State.SUCCEEDED,
                                new Run.Revision(HEAD, Optional.of(BASE)),
                                new Run.Cause(Run.Trigger.PULL_REQUEST, "alice", Optional.of(7))),
                        tuple(
                                State.QUEUED,
                                new Run.Revision(HEAD, Optional.of(MERGE)),
                                new Run.Cause(Run.Trigger.PUSH, "carol", Optional.of(7))));
        assertThat(bench.forge.comment())
                .contains("The branch that it goes into has moved to `c0c1c2c`, so it is planned anew: the plan of [run"
                        + " 1](https://envctl.example.com/runs/1), made on `b0b1b2b`, counts no more.");
    }

    @Test
    void theOlderPlanAndItsApprovalBindNoMore() {
        approvedPlan(PROD);
        mainMoves(BASE, MERGE, PROD);
        bench.look();

        bench.planned(PROD, "2222");

        assertThat(bench.forge.comment()).contains("**void**, was for `1111`", "so it was planned anew");
        bench.forge.merge(7, NEXT);
        bench.forge.knowsMerge(NEXT, 7);
        bench.changes(NEXT, PROD);
        bench.tell(new ForgeEvent.Pushed("acme/platform", "main", MERGE, NEXT, "alice"));
        assertThat(bench.runs(Kind.APPLY)).isEmpty();
        assertThat(bench.forge.comment()).contains("the plan with digest `1111` was approved, and it is `2222` by now");
    }

    @Test
    void anApprovalOfTheSameDigestStays() {
        approvedPlan(PROD);
        mainMoves(BASE, MERGE, PROD);
        bench.look();

        bench.planned(PROD, "1111");

        assertThat(bench.forge.comment()).contains("by `bob`", "counts no more, and the new one is the same.");
    }

    @Test
    void anApplyByCommentWaitsForTheNewPlan() {
        bench.forge.grant("carol", "team:ops");
        approvedPlan(TEST);
        mainMoves(BASE, MERGE, TEST);

        bench.says("carol", "/envctl apply");

        assertThat(bench.runs(Kind.APPLY)).isEmpty();
        assertThat(bench.forge.comment()).contains("its plan was not done yet");
    }

    @Test
    void onlyThoseAreLookedAtThatAffectTheSame() {
        bench.open(PROD);
        bench.open(8, HEAD_TWO, BASE, TEST);

        mainMoves(BASE, MERGE, TEST);
        assertThat(bench.toLookAt).containsExactly(new PullRequestKey("github", "acme/platform", 8));

        bench.toLookAt.clear();
        mainMoves(MERGE, NEXT);
        assertThat(bench.toLookAt).isEmpty();
    }

    @Test
    void whatWasAskedForIsPlannedAnewToo() {
        bench.forge.grant("alice", "writers");
        bench.open("environments/dev");
        bench.stores.environments().change(ReviewBench.environment("environments/stage"), state -> state);
        bench.says("alice", "/envctl plan stage");

        mainMoves(BASE, MERGE, "environments/stage");

        assertThat(bench.toLookAt).containsExactly(SEVEN);
    }

    @Test
    void manyPushesAndDeliveriesTwiceMakeOnePlan() {
        bench.open(PROD);

        mainMoves(BASE, MERGE, PROD);
        mainMoves(MERGE, NEXT, PROD);
        mainMoves(MERGE, NEXT, PROD);
        assertThat(bench.toLookAt).containsExactly(SEVEN);
        bench.look();
        bench.handler.lookAgain(SEVEN);
        bench.moved();

        assertThat(bench.runs(Kind.PLAN))
                .extracting(Run::state, run -> run.revision().base().orElse(""))
                .containsExactly(tuple(State.SUPERSEDED, BASE), tuple(State.QUEUED, NEXT));
    }

    @Test
    void aBranchThatGoesBackIsFollowed() {
        bench.open(PROD);
        mainMoves(BASE, MERGE, PROD);
        bench.look();
        bench.changes(BASE, PROD);

        mainMoves(MERGE, BASE, PROD);
        bench.look();
        bench.look();

        assertThat(bench.waiting(Kind.PLAN, PROD).revision().base()).contains(BASE);
        assertThat(bench.runs(Kind.PLAN)).hasSize(3);
    }

    @Test
    void oneThatIsMergedOrClosedMeanwhileIsNotPlanned() {
        bench.open(PROD);
        mainMoves(BASE, MERGE, PROD);
        bench.forge.close(7);

        bench.look();

        assertThat(bench.runs(Kind.PLAN)).extracting(Run::state).containsExactly(State.SUPERSEDED);
        bench.handler.lookAgain(SEVEN);
        assertThat(bench.runs(Kind.PLAN)).hasSize(1);
    }

    @Test
    void aMergeThatIsNotToldOfYetIsSettledByTheLook() {
        approvedPlan(PROD);
        bench.forge.merge(7, MERGE);
        bench.changes(MERGE, PROD);
        bench.tell(ReviewBench.push());
        assertThat(bench.runs(Kind.APPLY)).isEmpty();

        bench.look();

        assertThat(bench.runs(Kind.APPLY))
                .singleElement()
                .satisfies(run -> assertThat(run.revision().head()).isEqualTo(MERGE));
    }

    @Test
    void oneInConflictIsLookedAtBecauseNobodyKnowsWhatItAffects() {
        bench.forge.open(7, HEAD, BASE);
        bench.changes(HEAD, PROD);
        bench.gitSays(Code.MERGE_CONFLICT);
        bench.moved();
        bench.gitIsWell();

        mainMoves(BASE, MERGE, "environments/dev");
        bench.look();

        assertThat(bench.waiting(Kind.PLAN, PROD).revision().base()).contains(MERGE);
    }

    @Test
    void whatStillWaitsOnTheOlderBaseIsNotPlannedFirst() {
        bench.open(PROD);
        Run old = bench.waiting(Kind.PLAN, PROD);
        mainMoves(BASE, MERGE, PROD);
        bench.look();

        assertThat(bench.stores.runs().find(old.id()).orElseThrow().state()).isEqualTo(State.SUPERSEDED);
        assertThat(bench.waiting(Kind.PLAN, PROD).revision().base()).contains(MERGE);
    }
}
