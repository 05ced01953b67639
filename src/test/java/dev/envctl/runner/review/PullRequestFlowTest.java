package dev.envctl.runner.review;

import static dev.envctl.runner.review.ReviewBench.BASE;
import static dev.envctl.runner.review.ReviewBench.HEAD;
import static dev.envctl.runner.review.ReviewBench.HEAD_TWO;
import static dev.envctl.runner.review.ReviewBench.SEVEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.envctl.problem.Code;
import dev.envctl.problem.ProblemException;
import dev.envctl.runner.forge.Forge.Check;
import dev.envctl.runner.forge.Forge.PullRequest;
import dev.envctl.runner.forge.Forge.Verdict;
import dev.envctl.runner.forge.ForgeEvent;
import dev.envctl.runner.forge.ForgeException;
import dev.envctl.runner.run.Run;
import dev.envctl.runner.run.Run.Kind;
import dev.envctl.runner.run.Run.State;
import dev.envctl.runner.run.RunPaper;
import dev.envctl.runner.run.RunResult;
import dev.envctl.runner.settings.RunnerSettings.EnvironmentRule;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// From opening a pull request to closing it.
class PullRequestFlowTest {

    private static final String DEV = "environments/dev";
    private static final String PROD = "environments/prod";

    private final ReviewBench bench = new ReviewBench();

    private Check check() {
        return bench.forge.checks().getLast();
    }

    @Test
    void aSlowLookTakesNothingBackFromALaterOne() {
        bench.meanwhile(() -> bench.pushed(HEAD_TWO, DEV));

        bench.open(DEV);

        assertThat(bench.waiting(Kind.PLAN, DEV).revision().head()).isEqualTo(HEAD_TWO);
        assertThat(check().commit()).isEqualTo(HEAD_TWO);
    }

    @Test
    void whatIsAffectedIsPlannedAtTheMergeResult() {
        bench.open(DEV, PROD, "playground/nobodys");

        assertThat(bench.runs(Kind.PLAN))
                .extracting(run -> run.environment().directory(), Run::state, Run::revision, Run::cause)
                .containsExactly(
                        tuple(
                                DEV,
                                State.QUEUED,
                                new Run.Revision(HEAD, Optional.of(BASE)),
                                new Run.Cause(Run.Trigger.PULL_REQUEST, "alice", Optional.of(7))),
                        tuple(
                                PROD,
                                State.QUEUED,
                                new Run.Revision(HEAD, Optional.of(BASE)),
                                new Run.Cause(Run.Trigger.PULL_REQUEST, "alice", Optional.of(7))));
        assertThat(check().verdict()).isEqualTo(Verdict.PENDING);
        assertThat(check().commit()).isEqualTo(HEAD);
        assertThat(bench.forge.status(HEAD, "envctl/plan: environments/dev").verdict())
                .isEqualTo(Verdict.PENDING);
        assertThat(bench.stores
                        .pullRequests()
                        .find(SEVEN)
                        .orElseThrow()
                        .memory()
                        .affected())
                .containsExactly(DEV, PROD);
    }

    @Test
    void theSameEventTwiceDoesAndSaysNothingTwice() {
        bench.open(DEV);
        int said = bench.forge.calls().size();

        bench.moved();
        bench.moved();

        assertThat(bench.runs(Kind.PLAN)).hasSize(1);
        assertThat(bench.forge.calls()).hasSize(said);
    }

    @Test
    void aPlanThatIsDoneIsSaidInTheSamePlaces() {
        bench.open(DEV, PROD);

        bench.planned(DEV, "1111");
        assertThat(check().verdict()).isEqualTo(Verdict.PENDING);
        bench.planned(PROD, "2222");

        assertThat(check().verdict()).isEqualTo(Verdict.SUCCESS);
        assertThat(check().title()).isEqualTo("2 planned.");
        assertThat(bench.forge.checks()).hasSize(1);
        assertThat(bench.forge.comment()).contains("**Plan: 1 to add.**");
        assertThat(bench.forge.status(HEAD, "envctl/plan: environments/prod"))
                .satisfies(status -> assertThat(status.verdict()).isEqualTo(Verdict.SUCCESS))
                .satisfies(status -> assertThat(status.link()).isEqualTo("https://envctl.example.com/runs/2"));
    }

    @Test
    void problemsStandOnTheLinesOfFiles() {
        bench.open(DEV, PROD);
        var problem = new RunResult.Annotation("environments/dev/a.yaml", 3, true, "Unknown field", "No.");
        bench.planned(PROD, "2222");
        bench.finish(
                DEV,
                State.FAILED,
                new RunResult("1 problem was found.", Optional.empty(), RunResult.Counts.NONE, List.of(problem)),
                RunPaper.PLAN_TEXT,
                "");

        assertThat(check().verdict()).isEqualTo(Verdict.FAILURE);
        assertThat(check().annotations()).singleElement().satisfies(annotation -> {
            assertThat(annotation.file()).isEqualTo("environments/dev/a.yaml");
            assertThat(annotation.line()).isEqualTo(3);
        });
    }

    @Test
    void aPushTakesOlderPlansOutOfTheQueueAndSettlesTheOlderCheck() {
        bench.open(DEV);

        bench.pushed(HEAD_TWO, DEV);

        assertThat(bench.runs(Kind.PLAN)).extracting(Run::state).containsExactly(State.SUPERSEDED, State.QUEUED);
        assertThat(bench.forge.checks()).extracting(Check::commit).containsExactly(HEAD, HEAD_TWO);
        assertThat(bench.forge.checks()).extracting(Check::verdict).containsExactly(Verdict.NEUTRAL, Verdict.PENDING);
        assertThat(bench.forge.comments()).hasSize(1);
    }

    @Test
    void aCommitThatComesBackIsPlannedAgain() {
        bench.open(DEV);
        bench.pushed(HEAD_TWO, DEV);

        bench.pushed(HEAD, DEV);
        bench.moved();

        assertThat(bench.runs(Kind.PLAN))
                .extracting(Run::state)
                .containsExactly(State.SUPERSEDED, State.SUPERSEDED, State.QUEUED);
    }

    @Test
    void anApprovalIsOfTheDigest() {
        bench.open(PROD);
        bench.planned(PROD, "1111");
        bench.approved("bob");
        assertThat(bench.forge.comment()).contains("by `bob`");

        bench.pushed(HEAD_TWO, PROD);
        bench.planned(PROD, "1111");
        assertThat(bench.forge.comment()).as("the same digest").contains("by `bob`");

        bench.pushed(HEAD, PROD);
        bench.tell(new ForgeEvent.CheckRerun("acme/platform", HEAD, Optional.of("envctl"), "alice"));
        bench.planned(PROD, "2222");
        assertThat(bench.forge.comment()).as("another digest").contains("**void**, was for `1111`");
    }

    @Test
    void anApprovalBeforeThePlanCountsForNothingAndSaysSo() {
        bench.open(PROD);

        bench.approved("bob");
        bench.planned(PROD, "1111");

        assertThat(bench.stores.approvals().list(SEVEN)).isEmpty();
        assertThat(bench.forge.comment())
                .contains("`bob` approved before there was a plan of `environments/prod`", "| needed |");
    }

    @Test
    void aReviewThatIsTakenBackTakesTheApprovalBack() {
        bench.open(PROD);
        bench.planned(PROD, "1111");
        bench.approved("bob");

        bench.forge.review(7, false);
        bench.tell(new ForgeEvent.ReviewGiven("acme/platform", 7, "bob"));

        assertThat(bench.stores.approvals().list(SEVEN)).isEmpty();
        assertThat(bench.forge.comment()).contains("| needed |");
    }

    /// Two replicas hear of the two reviews, and the one that heard of the first is slow.
    @Test
    void anApprovalThatIsTakenBackWhileItIsBoundDoesNotStay() {
        bench.open(PROD);
        bench.planned(PROD, "1111");
        bench.forge.meanwhile(() -> {
            bench.forge.review(7, false);
            bench.tell(new ForgeEvent.ReviewGiven("acme/platform", 7, "bob"));
        });

        bench.approved("bob");

        assertThat(bench.stores.approvals().list(SEVEN)).isEmpty();
    }

    @Test
    void onlyAnApprovalOfThisCommitBySomebodyWhoCountsBindsANewDigest() {
        bench.open(PROD);
        bench.planned(PROD, "1111");
        bench.approved("bob");
        bench.pushed(HEAD_TWO, PROD);
        bench.planned(PROD, "2222");
        bench.forge.grant("alice", "writers");
        bench.forge.grant("carol", "writers");

        // the forge still calls it approved, by the earlier review
        review("carol", false, Optional.empty());
        review("carol", true, Optional.of(HEAD));
        review("mallory", true, Optional.of(HEAD_TWO));
        review("alice", true, Optional.of(HEAD_TWO));
        assertThat(bench.stores.approvals().list(SEVEN))
                .extracting(Approval::digest)
                .containsExactly("1111");

        review("carol", true, Optional.of(HEAD_TWO));
        assertThat(bench.stores.approvals().list(SEVEN))
                .extracting(Approval::digest)
                .containsExactly("1111", "2222");
    }

    private void review(String actor, boolean approves, Optional<String> commit) {
        bench.tell(new ForgeEvent.ReviewGiven("acme/platform", 7, actor, approves, commit));
    }

    @Test
    void aReviewOfACommitThatWasNotLookedAtBindsNothing() {
        bench.open(PROD);
        bench.planned(PROD, "1111");
        bench.forge.push(7, HEAD_TWO);

        bench.approved("bob");

        assertThat(bench.stores.approvals().list(SEVEN)).isEmpty();
    }

    @Test
    void closingStopsWhatWaitsAndReopeningPlansAgain() {
        bench.open(DEV);
        bench.forge.close(7);
        bench.tell(new ForgeEvent.PullRequestClosed("acme/platform", 7, false, "alice"));

        assertThat(bench.runs(Kind.PLAN)).extracting(Run::state).containsExactly(State.SUPERSEDED);
        assertThat(check().verdict()).isEqualTo(Verdict.NEUTRAL);
        assertThat(bench.forge.status(HEAD, "envctl/plan: environments/dev").verdict())
                .isEqualTo(Verdict.NEUTRAL);
        assertThat(bench.forge.comment()).contains(", closed");

        bench.open(DEV);
        bench.moved();

        assertThat(bench.runs(Kind.PLAN)).extracting(Run::state).containsExactly(State.SUPERSEDED, State.QUEUED);
        assertThat(check().verdict()).isEqualTo(Verdict.PENDING);
    }

    @Test
    void aLateEventOfAClosedPullRequestPlansNothing() {
        bench.forge.open(7, HEAD, BASE);
        bench.changes(HEAD, DEV);
        bench.forge.close(7);

        bench.moved();

        assertThat(bench.runs(Kind.PLAN)).isEmpty();
        assertThat(bench.forge.calls()).isEmpty();
    }

    @Test
    void aForkIsPlannedOnlyWhereThatIsAllowed() {
        bench.forge.open(7, HEAD, BASE);
        bench.forge.change(7, CommentGoldenTest::forked);
        bench.changes(HEAD, DEV);

        bench.moved();
        assertThat(bench.runs(Kind.PLAN)).isEmpty();
        assertThat(check().verdict()).isEqualTo(Verdict.NEUTRAL);

        bench.settings(old -> ReviewSettings.of(
                true, old.repositories().getFirst().environments().toArray(new EnvironmentRule[0])));
        bench.moved();
        assertThat(bench.runs(Kind.PLAN)).hasSize(1);
    }

    @Test
    void whatGoesIntoAnotherBranchIsLeftAlone() {
        bench.forge.open(7, HEAD, BASE);
        bench.forge.change(
                7,
                old -> new PullRequest(
                        7,
                        "",
                        "alice",
                        true,
                        false,
                        Optional.empty(),
                        false,
                        HEAD,
                        BASE,
                        "develop",
                        false,
                        true,
                        true));
        bench.changes(HEAD, DEV);

        bench.moved();

        assertThat(bench.runs(Kind.PLAN)).isEmpty();
        assertThat(bench.forge.calls()).isEmpty();
    }

    /// The commits of another branch are anybody's who may push one, and what they say of roles would be believed.
    @Test
    void whatIsRetargetedIsPlannedNoMoreEvenWhatSomebodyAskedFor() {
        bench.stores.environments().change(ReviewBench.environment(PROD), state -> state);
        bench.open(DEV);
        bench.says("bob", "/envctl plan environments/prod");
        bench.planned(DEV, "1111");
        String evil = "e".repeat(40);

        bench.forge.change(
                7,
                old -> new PullRequest(
                        7, "", "alice", true, false, Optional.empty(), false, HEAD, evil, "evil", false, true, true));
        bench.moved();

        assertThat(bench.runs(Kind.PLAN))
                .extracting(Run::state, run -> run.revision().base())
                .containsExactly(tuple(State.SUCCEEDED, Optional.of(BASE)), tuple(State.SUPERSEDED, Optional.of(BASE)));
        assertThat(bench.forge.comment()).contains("Only what goes into `main` is planned.");

        bench.forge.open(7, HEAD, BASE);
        bench.moved();

        assertThat(bench.waiting(Kind.PLAN, PROD).revision().base()).contains(BASE);
    }

    @Test
    void whatTouchesNoEnvironmentGetsACheckAndNoComment() {
        bench.open();

        assertThat(bench.forge.comments()).isEmpty();
        assertThat(check().verdict()).isEqualTo(Verdict.NEUTRAL);
        assertThat(check().title()).isEqualTo("No environment is affected.");
    }

    @Test
    void aConflictIsToldAndAForgeThatIsAwayIsTriedAgain() {
        bench.forge.open(7, HEAD, BASE);
        bench.changes(HEAD, DEV);
        bench.gitSays(Code.GIT_UNAVAILABLE);
        assertThatThrownBy(bench::moved).isInstanceOf(ProblemException.class);
        assertThat(bench.forge.calls()).isEmpty();

        bench.gitSays(Code.INVALID_YAML);
        bench.moved();
        assertThat(check().verdict()).isEqualTo(Verdict.FAILURE);

        bench.gitIsWell();
        bench.moved();
        assertThat(bench.runs(Kind.PLAN)).hasSize(1);
    }

    @Test
    void whatCouldNotBeSaidIsSaidTheNextTimeAndNothingTwice() {
        bench.forge.open(7, HEAD, BASE);
        bench.changes(HEAD, DEV);
        bench.handler.handle("github", new ForgeEvent.PullRequestMoved("acme/platform", 7, HEAD, "alice"));
        bench.forge.fail(1);
        assertThatThrownBy(() -> bench.voice.speak(SEVEN)).isInstanceOf(ForgeException.class);

        bench.voice.speak(SEVEN);
        bench.voice.speak(SEVEN);

        assertThat(bench.forge.calls())
                .containsExactly("check envctl", "status envctl/plan: environments/dev", "comment 7");
    }

    @Test
    void aRerunPlansAgainUnlessThatIsUnderWay() {
        bench.open(DEV);
        bench.planned(DEV, "1111");
        var rerun = new ForgeEvent.CheckRerun("acme/platform", HEAD, Optional.empty(), "alice");

        bench.tell(rerun);
        bench.tell(rerun);
        bench.tell(new ForgeEvent.CheckRerun("acme/platform", HEAD, Optional.of("build"), "alice"));

        assertThat(bench.runs(Kind.PLAN)).extracting(Run::state).containsExactly(State.SUCCEEDED, State.QUEUED);
    }

    @Test
    void eventsOfOtherRepositoriesAreNobodysBusiness() {
        assertThat(bench.tell(new ForgeEvent.PullRequestMoved("acme/other", 7, HEAD, "alice")))
                .isEqualTo("not a repository of the settings");
        assertThat(bench.handler.handle("gitlab", new ForgeEvent.Ping("acme/platform")))
                .isEqualTo("not a repository of the settings");
    }
}
