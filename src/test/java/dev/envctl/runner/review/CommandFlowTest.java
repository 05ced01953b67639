package dev.envctl.runner.review;

import static dev.envctl.runner.review.ReviewBench.BASE;
import static dev.envctl.runner.review.ReviewBench.HEAD;
import static dev.envctl.runner.review.ReviewBench.HEAD_TWO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.envctl.runner.forge.Forge.PullRequest;
import dev.envctl.runner.forge.ForgeEvent;
import dev.envctl.runner.run.EnvironmentKey;
import dev.envctl.runner.run.NewRun;
import dev.envctl.runner.run.Run;
import dev.envctl.runner.run.Run.Kind;
import dev.envctl.runner.run.Run.State;
import dev.envctl.runner.run.RunResult;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Commands in pull requests and in issues on drift.
class CommandFlowTest {

    private static final String TEST = "environments/test";
    private static final String DEV = "environments/dev";

    private final ReviewBench bench = new ReviewBench();

    @BeforeEach
    void somePeopleMay() {
        bench.forge.grant("carol", "team:ops");
        bench.forge.grant("alice", "writers");
        bench.forge.grant("root", "user:root");
    }

    private void approvedPlan() {
        bench.open(TEST, DEV);
        bench.planned(TEST, "1111");
        bench.planned(DEV, "2222");
        bench.approved("bob");
    }

    private void forgeSays(boolean mergeable, boolean upToDate) {
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
                        "main",
                        true,
                        mergeable,
                        upToDate));
    }

    @Test
    void applyInAnOpenPullRequestAppliesWhatWasApproved() {
        approvedPlan();

        bench.says("carol", "/envctl apply", 41);
        bench.says("carol", "/envctl apply", 41);

        assertThat(bench.runs(Kind.APPLY)).singleElement().satisfies(run -> {
            assertThat(run.environment().directory()).isEqualTo(TEST);
            assertThat(run.expectedDigest()).contains("1111");
            assertThat(run.revision()).isEqualTo(new Run.Revision(HEAD, Optional.of(BASE)));
            assertThat(run.cause()).isEqualTo(new Run.Cause(Run.Trigger.COMMENT, "carol", Optional.of(7)));
        });
        assertThat(bench.forge.acknowledged()).containsOnly(41L);
        assertThat(bench.stores.audit().list(1).getFirst().action()).isEqualTo("apply");
        assertThat(bench.forge.status(HEAD, "envctl/apply: environments/test").description())
                .isEqualTo("Waits");
    }

    @Test
    void withoutApprovalNothingIsApplied() {
        bench.open(TEST);
        bench.planned(TEST, "1111");

        bench.says("carol", "/envctl apply test");

        assertThat(bench.runs(Kind.APPLY)).isEmpty();
        assertThat(bench.forge.comment())
                .contains("> Nothing was applied to `environments/test`: its plan was not approved.");
    }

    @Test
    void whatTheForgeSaysNowCounts() {
        approvedPlan();

        forgeSays(false, true);
        bench.says("carol", "/envctl apply");
        assertThat(bench.forge.comment()).contains("the forge says that it cannot be merged");

        forgeSays(true, false);
        bench.says("carol", "/envctl apply");
        assertThat(bench.forge.comment()).contains("it is not up to date");
        assertThat(bench.runs(Kind.APPLY)).isEmpty();
    }

    @Test
    void aPushThatNobodyPlannedYetIsNotApplied() {
        approvedPlan();
        bench.forge.push(7, HEAD_TWO);
        bench.changes(HEAD_TWO, TEST);

        bench.says("carol", "/envctl apply");

        assertThat(bench.runs(Kind.APPLY)).isEmpty();
        assertThat(bench.forge.comment()).contains("its plan was not done yet");
    }

    @Test
    void nothingToApplyIsSaid() {
        bench.open(DEV);

        bench.says("carol", "/envctl apply");

        assertThat(bench.forge.comment())
                .contains("there is nothing to apply. An environment that is applied by comment was expected, and none"
                        + " of the 1 affected one is.");
    }

    @Test
    void whatIsAppliedByMergingIsNotAppliedByComment() {
        approvedPlan();

        bench.says("carol", "/envctl apply dev");

        assertThat(bench.runs(Kind.APPLY)).isEmpty();
        assertThat(bench.forge.comment()).contains("> `environments/dev` is applied when it is merged.");
    }

    @Test
    void anOutsiderIsAnsweredInTheOneCommentAndNoMore() {
        approvedPlan();

        bench.says("mallory", "/envctl apply test\n/envctl unlock test\n/envctl plan test");

        assertThat(bench.runs(Kind.APPLY)).isEmpty();
        assertThat(bench.runs(Kind.PLAN)).hasSize(2);
        assertThat(bench.unlocked).isEmpty();
        assertThat(bench.forge.acknowledged()).isEmpty();
        assertThat(bench.forge.comment()).contains("> `mallory` may not apply `environments/test` by comment.");
        assertThat(bench.stores.audit().list(10).stream()
                        .filter(entry -> entry.action().equals("refused")))
                .hasSize(3);
    }

    @Test
    void whoMayPlanMayNotApply() {
        approvedPlan();

        bench.says("alice", "/envctl apply test");

        assertThat(bench.runs(Kind.APPLY)).isEmpty();
    }

    @Test
    void planPlansAgainOncePerComment() {
        approvedPlan();

        bench.says("alice", "/envctl plan test", 41);
        bench.says("alice", "/envctl plan test", 41);

        assertThat(bench.runs(Kind.PLAN))
                .extracting(run -> run.environment().directory(), Run::state)
                .hasSize(3)
                .last()
                .isEqualTo(tuple(TEST, State.QUEUED));
    }

    @Test
    void anEnvironmentThatIsNotAffectedCanBePlannedByNameButIsNotExpectedToBeApplied() {
        bench.open(DEV);
        bench.stores.environments().change(ReviewBench.environment("environments/stage"), state -> state);

        bench.says("alice", "/envctl plan stage");

        assertThat(bench.waiting(Kind.PLAN, "environments/stage").revision().head())
                .isEqualTo(HEAD);
        PullRequestState pull =
                bench.stores.pullRequests().find(ReviewBench.SEVEN).orElseThrow();
        assertThat(pull.memory().affected()).containsExactly(DEV);
        assertThat(bench.forge.comment()).contains("`environments/stage`");
    }

    @Test
    void aNameThatNobodyKnowsIsAnsweredWithTheNearest() {
        bench.open(DEV);

        bench.says("alice", "/envctl plan environments/dve");

        assertThat(bench.forge.comment())
                .contains("> `alice`: There is no environment `environments/dve` here. Did you mean"
                        + " `environments/dev`?");
    }

    @Test
    void unlockTakesTheLeaseOnceByThoseWhoMay() {
        bench.open(DEV);

        bench.says("carol", "/envctl unlock dev");
        bench.says("root", "/envctl unlock dev", 41);
        bench.says("root", "/envctl unlock dev", 41);

        assertThat(bench.unlocked).containsExactly("environments/dev by root");
        assertThat(bench.forge.comment()).contains("> `environments/dev`: `The lease of carol was taken away.`");
    }

    @Test
    void helpStandsInTheComment() {
        bench.open(DEV);

        bench.says("anybody", "/envctl help");

        assertThat(bench.forge.comment()).contains("#### Commands").doesNotContain("<summary>Commands");
    }

    @Test
    void aForkIsNotPlannedByCommentEither() {
        bench.forge.open(7, HEAD, BASE);
        bench.forge.change(7, CommentGoldenTest::forked);
        bench.stores.environments().change(ReviewBench.environment(DEV), state -> state);

        bench.says("alice", "/envctl plan dev");

        assertThat(bench.runs(Kind.PLAN)).isEmpty();
        assertThat(bench.forge.comment()).contains("> It comes from a fork, and forks are not planned here.");
    }

    @Test
    void aCommentWithoutACommandIsNotEvenLookedAt() {
        assertThat(bench.says("alice", "I would /envctl apply this")).isEqualTo("no command");
        assertThat(bench.forge.calls()).isEmpty();
    }

    @Test
    void applyInAnIssueOnDriftBindsToWhatTheIssueShows() {
        EnvironmentKey dev = ReviewBench.environment(DEV);
        long drift = driftRun(dev, Optional.of("3333"));
        bench.stores
                .environments()
                .change(
                        dev,
                        state -> state.checkedForDrift(drift, bench.clock.instant())
                                .withDriftIssue(9));

        onIssue("carol", "/envctl apply", 41);
        onIssue("carol", "/envctl apply", 41);

        assertThat(bench.runs(Kind.APPLY)).singleElement().satisfies(run -> {
            assertThat(run.expectedDigest()).contains("3333");
            assertThat(run.revision()).isEqualTo(new Run.Revision("d".repeat(40), Optional.empty()));
        });
        assertThat(bench.forge.acknowledged()).containsOnly(41L);
        assertThat(bench.forge.comments()).isEmpty();
    }

    @Test
    void inAnIssueOthersAreAnsweredInOneComment() {
        EnvironmentKey dev = ReviewBench.environment(DEV);
        bench.stores.environments().change(dev, state -> state.withDriftIssue(9));

        onIssue("mallory", "/envctl apply", 41);
        assertThat(bench.forge.comment()).isEqualTo("`mallory` may not apply `environments/dev` by comment.\n");
        onIssue("carol", "/envctl apply", 42);
        assertThat(bench.forge.comment())
                .isEqualTo("Nothing was applied: there is no drift check with a plan to apply.\n");
        onIssue("carol", "/envctl plan", 43);

        assertThat(bench.forge.comment()).startsWith("In an issue on drift there is only `/envctl apply`");
        assertThat(bench.runs(Kind.APPLY)).isEmpty();
        assertThat(bench.forge.acknowledged()).isEmpty();
    }

    @Test
    void commandsInOtherIssuesAreNothing() {
        onIssue("carol", "/envctl apply", 41);

        assertThat(bench.forge.calls()).isEmpty();
    }

    private long driftRun(EnvironmentKey environment, Optional<String> digest) {
        bench.stores
                .runs()
                .enqueue(new NewRun(
                        environment,
                        Kind.DRIFT,
                        new Run.Cause(Run.Trigger.SCHEDULE, "schedule", Optional.empty()),
                        new Run.Revision(BASE, Optional.empty()),
                        Optional.empty(),
                        "drift"));
        Run begun = bench.stores.runs().begin(environment, "replica").orElseThrow();
        bench.stores.runs().end(begun, State.SUCCEEDED, new RunResult("", digest, RunResult.Counts.NONE, List.of()));
        return begun.id();
    }

    private void onIssue(String actor, String body, long comment) {
        bench.tell(new ForgeEvent.Commented("acme/platform", 9, true, comment, actor, body));
    }
}
