package dev.envctl.runner.review;

import static dev.envctl.runner.review.ReviewBench.BASE;
import static dev.envctl.runner.review.ReviewBench.HEAD;
import static dev.envctl.runner.review.ReviewBench.HEAD_TWO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.envctl.runner.forge.Forge.Check;
import dev.envctl.runner.forge.Forge.Verdict;
import dev.envctl.runner.forge.ForgeEvent.Commented;
import dev.envctl.runner.forge.ForgeEvent.PullRequestMoved;
import dev.envctl.testing.Death;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is said by a process that dies after the forge has written it and before it has kept where.
class VoiceAfterDeathTest {

    private static final String DEV = "environments/dev";

    private final ReviewBench bench = new ReviewBench();

    private void happens() {
        bench.forge.open(7, HEAD, BASE);
        bench.changes(HEAD, DEV);
        bench.handler.handle("github", new PullRequestMoved("acme/platform", 7, HEAD, "alice"));
    }

    /// The check is the first that is written, the comment the second.
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void nothingIsSaidTwice(int last) {
        happens();
        bench.forge.dieAfterWriting(last);
        assertThatThrownBy(bench::speak).isInstanceOf(Death.class);

        bench.voice.speak(ReviewBench.SEVEN);
        bench.planned(DEV, "1111");

        assertThat(bench.forge.comments()).hasSize(1);
        assertThat(bench.forge.comment()).contains("1 to add");
        assertThat(bench.forge.checks())
                .singleElement()
                .satisfies(check -> assertThat(check.verdict()).isEqualTo(Verdict.SUCCESS));
    }

    @Test
    void theCheckOfAnOlderCommitDoesNotWaitForEver() {
        happens();
        bench.forge.dieAfterWriting(1);
        assertThatThrownBy(bench::speak).isInstanceOf(Death.class);

        bench.pushed(HEAD_TWO, DEV);

        assertThat(bench.forge.checks())
                .extracting(Check::commit, Check::verdict)
                .containsExactly(tuple(HEAD, Verdict.NEUTRAL), tuple(HEAD_TWO, Verdict.PENDING));
    }

    @Test
    void aCommentThatNobodyKnowsOfDoesNotGoOnSayingWhatIsOver() {
        happens();
        bench.forge.dieAfterWriting(2);
        assertThatThrownBy(bench::speak).isInstanceOf(Death.class);

        bench.pushed(HEAD_TWO);

        assertThat(bench.forge.comment()).contains("No environment is affected.");
    }

    @Test
    void anIssueHasOneCommentOfAnswers() {
        var dev = ReviewBench.environment(DEV);
        bench.stores.environments().change(dev, state -> state.withDriftIssue(9));
        var command = new Commented("acme/platform", 9, true, 41, "mallory", "/envctl apply");
        bench.forge.dieAfterWriting(1);
        assertThatThrownBy(() -> bench.handler.handle("github", command)).isInstanceOf(Death.class);

        bench.handler.handle("github", command);

        assertThat(bench.forge.comment()).contains("may not apply");
    }
}
