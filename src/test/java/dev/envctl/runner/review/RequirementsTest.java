package dev.envctl.runner.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.runner.review.Requirements.Denied;
import dev.envctl.runner.review.Requirements.Facts;
import dev.envctl.runner.review.Requirements.Granted;
import dev.envctl.runner.run.Run;
import dev.envctl.runner.run.Run.State;
import dev.envctl.runner.run.RunResult;
import dev.envctl.runner.settings.RunnerSettings.ApplyOn;
import dev.envctl.runner.settings.RunnerSettings.EnvironmentRule;
import dev.envctl.runner.settings.RunnerSettings.Requirement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequirementsTest {

    private static final Facts FINE = new Facts(true, true);
    private static final EnvironmentRule ALL = rule(Requirement.values());

    private static EnvironmentRule rule(Requirement... requirements) {
        return ReviewSettings.rule("environments/*", ApplyOn.MERGE, requirements);
    }

    private static Optional<Run> plan(State state, String digest) {
        return Optional.of(new Run(
                1,
                ReviewBench.environment("environments/dev"),
                Run.Kind.PLAN,
                state,
                new Run.Cause(Run.Trigger.PULL_REQUEST, "alice", Optional.of(7)),
                new Run.Revision(ReviewBench.HEAD, Optional.of(ReviewBench.BASE)),
                Optional.empty(),
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty(),
                1,
                Optional.empty(),
                false,
                Optional.of(new RunResult(
                        "", Optional.of(digest).filter(text -> !text.isEmpty()), RunResult.Counts.NONE, List.of()))));
    }

    private static List<Approval> approved(String... digests) {
        return List.of(digests).stream()
                .map(digest -> new Approval(ReviewBench.SEVEN, "environments/dev", digest, "bob", Instant.EPOCH))
                .toList();
    }

    @Test
    void whatWasApprovedMayBeAppliedByItsDigest() {
        assertThat(Requirements.judge(ALL, plan(State.SUCCEEDED, "aaaa"), approved("bbbb", "aaaa"), FINE))
                .isEqualTo(new Granted("aaaa"));
    }

    @Test
    void withoutRequirementsThePlanThatStoodThereCounts() {
        assertThat(Requirements.judge(rule(), plan(State.SUCCEEDED, "aaaa"), List.of(), new Facts(false, false)))
                .isEqualTo(new Granted("aaaa"));
    }

    @Test
    void anApprovalIsOfADigestAndOfNoOther() {
        assertThat(Requirements.judge(ALL, plan(State.SUCCEEDED, "2222222222"), approved("1111111111"), FINE))
                .isEqualTo(new Denied("the plan with digest `11111111` was approved, and it is `22222222` by now"));
        assertThat(Requirements.judge(ALL, plan(State.SUCCEEDED, "aaaa"), List.of(), FINE))
                .isEqualTo(new Denied("its plan was not approved"));
    }

    @Test
    void whatTheForgeSaysCountsWhereItIsRequired() {
        assertThat(Requirements.judge(ALL, plan(State.SUCCEEDED, "aaaa"), approved("aaaa"), new Facts(false, true)))
                .isEqualTo(new Denied("the forge says that it cannot be merged"));
        assertThat(Requirements.judge(ALL, plan(State.SUCCEEDED, "aaaa"), approved("aaaa"), new Facts(true, false)))
                .isEqualTo(new Denied("it is not up to date with the branch that it goes into"));
    }

    @ParameterizedTest
    @CsvSource({
        "QUEUED, its plan was not done yet",
        "RUNNING, its plan was not done yet",
        "FAILED, its plan did not succeed",
        "REFUSED, its plan did not succeed",
        "CANCELLED, its plan was cancelled",
        "SUPERSEDED, its plan did not begin in time"
    })
    void withoutAPlanNothingIsApplied(State state, String reason) {
        assertThat(Requirements.judge(rule(), plan(state, "aaaa"), approved("aaaa"), FINE))
                .isEqualTo(new Denied(reason));
    }

    @Test
    void withoutADigestNothingIsApplied() {
        assertThat(Requirements.judge(rule(), Optional.empty(), approved("aaaa"), FINE))
                .isEqualTo(new Denied("it was not planned at this commit"));
        assertThat(Requirements.judge(rule(), plan(State.SUCCEEDED, ""), approved(""), FINE))
                .isEqualTo(new Denied("its plan has no digest"));
    }
}
