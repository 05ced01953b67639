package dev.envctl.runner.review;

import static dev.envctl.runner.review.ReviewBench.SEVEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.runner.review.PullRequestState.Memory;
import dev.envctl.runner.review.PullRequestState.Note;
import dev.envctl.runner.review.PullRequestState.Refusal;
import dev.envctl.runner.review.PullRequestState.Stage;
import dev.envctl.runner.review.Pushes.Push;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is remembered of pull requests, and read back.
class StoresTest {

    private final ReviewBench bench = new ReviewBench();
    private final PullRequests pullRequests = bench.stores.pullRequests();

    @Test
    void whatIsKnownIsReadBack() {
        var memory = new Memory(
                List.of("a", "b"),
                List.of("c"),
                List.of("d"),
                Optional.of("why"),
                Optional.of("\u0001 \"trouble\""),
                List.of(new Note("comment 1", "`text`")),
                List.of(new Refusal("a", "c0", true, "No.")));
        var state = new PullRequestState(SEVEN, Stage.MERGED, "h", "b", Optional.of("m"), memory, 0);

        pullRequests.change(SEVEN, _ -> state);

        PullRequestState read = pullRequests.find(SEVEN).orElseThrow();
        assertThat(read.memory()).isEqualTo(memory);
        assertThat(read.version()).isEqualTo(1);
        assertThat(pullRequests.mergedAs("github", "acme/platform", List.of("l", "m")))
                .contains(read);
        assertThat(pullRequests.mergedAs("github", "acme/platform", List.of("other")))
                .isEmpty();
    }

    @Test
    void whoeverLookedBeforeSomebodyElseGivesWay() {
        int version = pullRequests.change(SEVEN, old -> old.at("one", "b")).version();
        pullRequests.change(SEVEN, old -> old.at("two", "b"));

        assertThat(pullRequests.changeAt(SEVEN, version, old -> old.at("old", "b")))
                .isEmpty();
        assertThat(pullRequests.find(SEVEN).map(PullRequestState::head)).contains("two");
    }

    @Test
    void whatWasSaidIsNoNews() {
        int version = pullRequests.change(SEVEN, old -> old.at("one", "b")).version();

        pullRequests.keep(
                SEVEN,
                Said.NOTHING
                        .withComment(5, "hash")
                        .withCheck(Optional.of(6L), "one", true, "x")
                        .withStatus("s", "y"));

        Said said = pullRequests.said(SEVEN);
        assertThat(said.comment()).contains(5L);
        assertThat(said.check()).contains(6L);
        assertThat(said.has("s", "y")).isTrue();
        assertThat(said.only(List.of()).has("s", "y")).isFalse();
        assertThat(pullRequests.find(SEVEN).orElseThrow().version()).isEqualTo(version);
    }

    @Test
    void anApprovalIsKeptByWhoGaveItFirst() {
        Approvals approvals = bench.stores.approvals();
        approvals.add(SEVEN, "a", "1111", "bob");
        bench.clock.turn(Duration.ofMinutes(1));
        approvals.add(SEVEN, "a", "1111", "carol");
        approvals.add(SEVEN, "a", "2222", "carol");

        assertThat(approvals.list(SEVEN)).extracting(Approval::actor).containsExactly("bob", "carol");
        assertThat(approvals.withdraw(SEVEN)).isEqualTo(2);
        assertThat(approvals.list(SEVEN)).isEmpty();
    }

    @Test
    void pushesAndAnswersAreFoundAgain() {
        var push = new Push("github", "acme/platform", "before", "after", "alice");
        bench.stores.pushes().add(push, List.of("between", "after"));
        bench.stores.pushes().add(push, List.of("between", "after"));
        bench.stores.pushes().attribute(push, "between", 8);
        bench.stores.answers().keep(SEVEN, 4);
        bench.stores.answers().keep(SEVEN, 5);

        assertThat(bench.stores.pushes().find("github", "acme/platform", "after"))
                .contains(push);
        assertThat(bench.stores.pushes().find("github", "acme/platform", "between"))
                .contains(push);
        assertThat(bench.stores.pushes().find("github", "acme/platform", "before"))
                .isEmpty();
        assertThat(bench.stores.pushes().commits(push)).containsExactly("after", "between");
        assertThat(bench.stores.pushes().attributed(push)).containsExactly(Map.entry("between", 8));
        assertThat(bench.stores.answers().find(SEVEN)).contains(5L);
    }

    @Test
    void onlySoManyNotesAreKept() {
        PullRequestState state = PullRequestState.unseen(SEVEN);
        for (int i = 0; i < 30; i++) {
            state = state.withNote(new Note("comment " + i % 20, "" + i));
        }

        assertThat(state.memory().notes())
                .extracting(Note::text)
                .startsWith("20")
                .endsWith("29")
                .hasSize(10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"github:acme/platform#7", "gitlab:a/b/c#12"})
    void aKeyIsReadFromItsText(String text) {
        assertThat(PullRequestKey.parse(text).text()).isEqualTo(text);
    }
}
