package dev.envctl.runner.review;

import static dev.envctl.runner.review.ReviewBench.BASE;
import static dev.envctl.runner.review.ReviewBench.HEAD;
import static dev.envctl.runner.review.ReviewBench.HEAD_TWO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.envctl.runner.forge.Forge.Verdict;
import dev.envctl.runner.forge.ForgeEvent;
import dev.envctl.runner.review.Affected.Step;
import dev.envctl.runner.review.PullRequestState.Refusal;
import dev.envctl.runner.run.EnvironmentState.Sync;
import dev.envctl.runner.run.Run;
import dev.envctl.runner.run.Run.Kind;
import dev.envctl.runner.run.Run.State;
import dev.envctl.runner.run.RunPaper;
import dev.envctl.runner.run.RunResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// One push that carries pull requests 7 and 8, as a merge queue makes it: the first merge leads to `FIRST`, the second
/// to `SECOND`.
class MergedTogetherTest {

    private static final String FIRST = "f1f2f3f4".repeat(5);
    private static final String SECOND = "a1a2a3a4".repeat(5);
    private static final String ONE = "environments/prod-one";
    private static final String TWO = "environments/prod-two";
    private static final String BOTH = "environments/prod-both";

    private static final ForgeEvent PUSH = new ForgeEvent.Pushed("acme/platform", "main", BASE, SECOND, "alice");
    private static final ForgeEvent CLOSED_7 = new ForgeEvent.PullRequestClosed("acme/platform", 7, true, "alice");
    private static final ForgeEvent CLOSED_8 = new ForgeEvent.PullRequestClosed("acme/platform", 8, true, "alice");

    private final ReviewBench bench = new ReviewBench();

    /// Each changes an environment of its own, and both change one.
    private void bothApproved() {
        bothApproved(BASE);
    }

    private void bothApproved(String baseOfTheSecond) {
        bench.open(7, HEAD, BASE, ONE, BOTH);
        bench.open(8, HEAD_TWO, baseOfTheSecond, TWO, BOTH);
        bench.planned(ONE, "1111");
        bench.planned(TWO, "2222");
        bench.planned(BOTH, "3333");
        bench.planned(BOTH, "4444");
        bench.approved(7, "bob");
        bench.approved(8, "bob");
    }

    private void mergedIntoOnePush() {
        bench.forge.merge(7, FIRST);
        bench.forge.merge(8, SECOND);
        bench.lines.put(SECOND, List.of(new Step(FIRST, true), new Step(SECOND, true)));
        bench.changes(FIRST, ONE, BOTH);
        bench.changes(SECOND, TWO, BOTH);
    }

    private void forgeKnowsBoth() {
        bench.forge.knowsMerge(FIRST, 7);
        bench.forge.knowsMerge(SECOND, 8);
    }

    private List<Refusal> refusals(int number) {
        return bench.stores
                .pullRequests()
                .find(new PullRequestKey("github", "acme/platform", number))
                .orElseThrow()
                .memory()
                .refusals();
    }

    private Optional<Sync> sync(String directory) {
        return bench.stores
                .environments()
                .find(ReviewBench.environment(directory))
                .map(state -> state.sync());
    }

    private Verdict status(String commit, String directory) {
        return bench.forge.status(commit, "envctl/apply: " + directory).verdict();
    }

    @Test
    void eachEnvironmentIsAppliedByThePullRequestThatChangedIt() {
        bothApproved();
        mergedIntoOnePush();
        forgeKnowsBoth();

        assertThat(bench.tell(PUSH)).isEqualTo("the merge of acme/platform#7 and acme/platform#8");

        assertThat(bench.runs(Kind.APPLY))
                .extracting(
                        run -> run.environment().directory(),
                        run -> run.expectedDigest().orElse(""),
                        run -> run.cause().pullRequest().orElse(0),
                        Run::revision)
                .containsExactly(
                        tuple(ONE, "1111", 7, new Run.Revision(SECOND, Optional.empty())),
                        tuple(TWO, "2222", 8, new Run.Revision(SECOND, Optional.empty())));
        bench.finish(ONE, State.SUCCEEDED, RunResult.of("Apply complete!"), RunPaper.RESULT_MARKDOWN, "");
        bench.finish(TWO, State.SUCCEEDED, RunResult.of("Apply complete!"), RunPaper.RESULT_MARKDOWN, "");
        assertThat(bench.comment(7)).contains("merged as `f1f2f3f`", "| applied |");
        assertThat(bench.comment(8)).contains("merged as `a1a2a3a`", "| applied |");
        assertThat(status(SECOND, ONE)).isEqualTo(Verdict.SUCCESS);
        assertThat(status(SECOND, TWO)).isEqualTo(Verdict.SUCCESS);
    }

    @Test
    void whatSeveralChangedWasPlannedByNobodyAndIsRefusedInEach() {
        bothApproved();
        mergedIntoOnePush();
        forgeKnowsBoth();

        bench.tell(PUSH);

        assertThat(bench.runs(Kind.APPLY))
                .extracting(run -> run.environment().directory())
                .doesNotContain(BOTH);
        String why =
                "Nothing was applied: pull requests 7 and 8 changed it in one push, and nobody planned and approved"
                        + " what came of it. The next pull request that touches it is planned with all of that.";
        assertThat(refusals(7)).containsExactly(new Refusal(BOTH, FIRST, true, why));
        assertThat(refusals(8)).containsExactly(new Refusal(BOTH, SECOND, true, why));
        assertThat(bench.comment(7)).contains("#### `environments/prod-both`", why);
        assertThat(bench.comment(8)).contains("#### `environments/prod-both`", why);
        assertThat(status(FIRST, BOTH)).isEqualTo(Verdict.FAILURE);
        assertThat(status(SECOND, BOTH)).isEqualTo(Verdict.FAILURE);
        assertThat(sync(BOTH)).contains(Sync.PENDING);
        assertThat(sync(ONE)).isEmpty();
    }

    @Test
    void whatTheLastWasPlannedOnTopOfIsAppliedByItsPlan() {
        bothApproved(FIRST);
        mergedIntoOnePush();
        forgeKnowsBoth();

        bench.tell(PUSH);

        assertThat(bench.runs(Kind.APPLY))
                .filteredOn(run -> run.environment().directory().equals(BOTH))
                .singleElement()
                .satisfies(run -> {
                    assertThat(run.expectedDigest()).contains("4444");
                    assertThat(run.cause().pullRequest()).contains(8);
                });
        assertThat(refusals(8)).isEmpty();
        assertThat(refusals(7))
                .containsExactly(new Refusal(
                        BOTH,
                        FIRST,
                        false,
                        "It was merged together with pull request 8, which was planned on top of it and is applied for"
                                + " both."));
        assertThat(status(FIRST, BOTH)).isEqualTo(Verdict.NEUTRAL);
        assertThat(status(SECOND, BOTH)).isEqualTo(Verdict.PENDING);
        assertThat(sync(BOTH)).isEmpty();
    }

    @Test
    void aPlanOfExactlyWhatCameOfBothIsThePlanOfBoth() {
        bothApproved();
        mergedIntoOnePush();
        forgeKnowsBoth();
        bench.makes(BASE, HEAD_TWO, SECOND);

        bench.tell(PUSH);

        assertThat(bench.runs(Kind.APPLY))
                .extracting(run -> run.environment().directory())
                .containsExactlyInAnyOrder(ONE, TWO, BOTH);
    }

    @Test
    void thePlanOfBothHasToBeApproved() {
        bench.open(7, HEAD, BASE, BOTH);
        bench.open(8, HEAD_TWO, FIRST, BOTH);
        bench.planned(BOTH, "3333");
        bench.approved(7, "bob");
        bench.planned(BOTH, "4444");
        mergedIntoOnePush();
        forgeKnowsBoth();

        bench.tell(PUSH);

        assertThat(bench.runs(Kind.APPLY)).isEmpty();
        assertThat(refusals(7))
                .extracting(Refusal::text)
                .contains("Nothing was applied: it was merged together with pull request 8, which has the plan of both,"
                        + " and there its plan was not approved.");
        assertThat(refusals(8)).extracting(Refusal::text).contains("Nothing was applied: its plan was not approved.");
    }

    @Test
    void onlyTheFirstOfAPushIsUpToDate() {
        bench.open(7, HEAD, BASE, "environments/strict");
        bench.planned("environments/strict", "1111");
        bench.approved(7, "bob");
        bench.open(8, HEAD_TWO, BASE, "environments/strict-two");
        bench.planned("environments/strict-two", "2222");
        bench.approved(8, "bob");
        mergedIntoOnePush();
        forgeKnowsBoth();
        bench.changes(FIRST, "environments/strict");
        bench.changes(SECOND, "environments/strict-two");

        bench.tell(PUSH);

        assertThat(bench.runs(Kind.APPLY))
                .extracting(run -> run.environment().directory())
                .containsExactly("environments/strict");
        assertThat(bench.comment(8)).contains("it is not up to date with the branch that it goes into");
    }

    static Stream<List<String>> orders() {
        return permutations(List.of("push", "closed 7", "closed 8", "forge knows"))
                .map(order -> Stream.concat(order.stream(), Stream.of("push", "closed 8", "closed 7"))
                        .toList());
    }

    private static Stream<List<String>> permutations(List<String> words) {
        if (words.isEmpty()) {
            return Stream.of(List.of());
        }
        return words.stream().flatMap(first -> {
            List<String> rest = new ArrayList<>(words);
            rest.remove(first);
            return permutations(rest)
                    .map(more -> Stream.concat(Stream.of(first), more.stream()).toList());
        });
    }

    /// The second tells of all once more; what counts is there before that, and stays.
    @ParameterizedTest
    @MethodSource("orders")
    void inWhateverOrderItIsToldTheSameComesOfIt(List<String> order) {
        bothApproved();
        mergedIntoOnePush();

        for (int told = 0; told < order.size(); told++) {
            switch (order.get(told)) {
                case "push" -> bench.tell(PUSH);
                case "closed 7" -> bench.tell(CLOSED_7);
                case "closed 8" -> bench.tell(CLOSED_8);
                default -> forgeKnowsBoth();
            }
            if (told >= 3) {
                isSettled();
            }
        }
    }

    private void isSettled() {
        assertThat(bench.runs(Kind.APPLY))
                .extracting(
                        run -> run.environment().directory(),
                        run -> run.cause().pullRequest().orElse(0))
                .containsExactlyInAnyOrder(tuple(ONE, 7), tuple(TWO, 8));
        assertThat(refusals(7)).extracting(Refusal::directory).containsExactly(BOTH);
        assertThat(refusals(8)).extracting(Refusal::directory).containsExactly(BOTH);
        assertThat(refusals(7).getFirst().text()).contains("pull requests 7 and 8");
        assertThat(sync(BOTH)).contains(Sync.PENDING);
    }

    @Test
    void whoeverHearsOfTheOtherInTheMiddleSettlesBoth() {
        bothApproved();
        mergedIntoOnePush();
        bench.tell(CLOSED_7);
        bench.meanwhile(() -> {
            bench.handler.handle("github", CLOSED_8);
        });

        bench.tell(PUSH);

        isSettled();
    }

    @Test
    void commitsOfNoPullRequestAreNobodysPlan() {
        bothApproved();
        mergedIntoOnePush();
        bench.forge.knowsMerge(SECOND, 8);
        bench.lines.put(SECOND, List.of(new Step(FIRST, false), new Step(SECOND, true)));
        bench.forge.merge(7, "9".repeat(40));

        bench.tell(PUSH);

        assertThat(bench.runs(Kind.APPLY))
                .extracting(run -> run.environment().directory())
                .containsExactly(TWO);
        assertThat(refusals(8))
                .extracting(Refusal::text)
                .containsExactly("Nothing was applied: pull request 8 and commits of no pull request changed it in one"
                        + " push, and nobody planned and approved what came of it. The next pull request"
                        + " that touches it is planned with all of that.");
        assertThat(bench.forge.status(SECOND, "envctl/apply: " + ONE).description())
                .isEqualTo("Pushed without a pull request: nothing was applied");
        assertThat(sync(ONE)).contains(Sync.PENDING);
    }

    @Test
    void commitsOfARebaseAreThePullRequestsAlsoWhereTheForgeKnowsOnlyTheLast() {
        bench.open(8, HEAD_TWO, BASE, TWO);
        bench.planned(TWO, "2222");
        bench.approved(8, "bob");
        bench.forge.merge(8, SECOND);
        bench.forge.knowsMerge(SECOND, 8);
        bench.lines.put(SECOND, List.of(new Step(FIRST, false), new Step(SECOND, false)));
        bench.changes(FIRST, TWO);
        bench.changes(SECOND, TWO);

        bench.tell(PUSH);
        assertThat(refusals(8))
                .as("without a proof that nothing else came with it")
                .hasSize(1);
        assertThat(bench.runs(Kind.APPLY)).isEmpty();

        bench.makes(BASE, HEAD_TWO, SECOND);
        bench.tell(PUSH);
        assertThat(bench.runs(Kind.APPLY)).hasSize(1);
        assertThat(refusals(8)).isEmpty();
    }

    @Test
    void whatWasAppliedByCommentIsPendingWhereSomethingCameWithIt() {
        bench.forge.grant("carol", "team:ops");
        bench.open(7, HEAD, BASE, "environments/test");
        bench.planned("environments/test", "1111");
        bench.approved(7, "bob");
        bench.says("carol", "/envctl apply");
        bench.finish("environments/test", State.SUCCEEDED, RunResult.of("Done."), RunPaper.RESULT_MARKDOWN, "");
        bench.open(8, HEAD_TWO, BASE, "environments/test");
        mergedIntoOnePush();
        bench.changes(FIRST, "environments/test");
        bench.changes(SECOND, "environments/test");
        forgeKnowsBoth();

        bench.tell(PUSH);

        assertThat(refusals(7))
                .extracting(Refusal::text)
                .containsExactly("Pull requests 7 and 8 changed it in one push, and what came of it was not applied.");
        assertThat(refusals(8)).extracting(Refusal::text).containsExactly("It was merged and had not been applied.");
        assertThat(sync("environments/test")).contains(Sync.PENDING);
    }
}
