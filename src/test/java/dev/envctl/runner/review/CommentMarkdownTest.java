package dev.envctl.runner.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.report.PlanMarkdown;
import dev.envctl.runner.review.Overview.Line;
import dev.envctl.runner.review.Overview.Papers;
import dev.envctl.runner.review.PullRequestState.Memory;
import dev.envctl.runner.review.PullRequestState.Note;
import dev.envctl.runner.review.PullRequestState.Refusal;
import dev.envctl.runner.review.PullRequestState.Stage;
import dev.envctl.runner.run.Run;
import dev.envctl.runner.run.Run.Kind;
import dev.envctl.runner.run.Run.State;
import dev.envctl.runner.run.RunResult;
import dev.envctl.runner.run.RunResult.Counts;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/// The comment with any number of environments, any size of plans and any hostile text.
class CommentMarkdownTest {

    private static final List<String> PLANS = List.of(
            "",
            new PlanMarkdown(65_536).render(FoldableTest.plan(0, 2)),
            new PlanMarkdown(65_536).render(FoldableTest.plan(30, 3)),
            new PlanMarkdown(2_000_000).render(FoldableTest.plan(100, 300)));

    record Hostile(String text, State state, int plan) {}

    private static Overview overview(List<Hostile> environments, Memory memory) {
        List<Line> lines = IntStream.range(0, environments.size())
                .mapToObj(number -> line(number, environments.get(number)))
                .toList();
        var pull = new PullRequestState(
                ReviewBench.SEVEN, Stage.OPEN, ReviewBench.HEAD, ReviewBench.BASE, Optional.empty(), memory, 1);
        return new Overview(pull, lines, "https://envctl.example.com");
    }

    private static Line line(int number, Hostile hostile) {
        String directory = "environments/" + number + hostile.text();
        var problem = new RunResult.Annotation(
                hostile.text(), 3, true, hostile.text(), hostile.text().repeat(50));
        var run = new Run(
                number,
                ReviewBench.environment(directory),
                Kind.PLAN,
                hostile.state(),
                new Run.Cause(Run.Trigger.PULL_REQUEST, hostile.text(), Optional.of(7)),
                new Run.Revision(ReviewBench.HEAD, Optional.of(ReviewBench.BASE)),
                Optional.empty(),
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty(),
                1,
                Optional.empty(),
                false,
                Optional.of(new RunResult(
                        hostile.text(),
                        Optional.of("0123456789"),
                        new Counts(1, 2, 3, 4, 0, 0, 0, 0, 9, 9),
                        List.of(problem, problem))));
        return new Line(
                directory,
                Optional.empty(),
                Optional.of(run),
                number % 3 == 0 ? Optional.of(run) : Optional.empty(),
                Optional.empty(),
                List.of(new Approval(ReviewBench.SEVEN, directory, "0123456789", hostile.text(), Instant.EPOCH)),
                hostile.plan() == 0
                        ? Optional.of(new Refusal(directory, ReviewBench.MERGE, true, "Nothing was applied."))
                        : Optional.empty(),
                new Papers(PLANS.get(hostile.plan()), ""));
    }

    private static final String NASTY =
            "</details>\n```\n<script>alert(1)</script> @team | [x](javascript:y) `` \u202e\u0000";

    @Provide
    Arbitrary<List<Hostile>> environments() {
        Arbitrary<String> texts = Arbitraries.oneOf(
                Arbitraries.of(NASTY, "|", "`", "```", "\n\n# x", "</summary>", "a\\|b"),
                Arbitraries.strings().ofMaxLength(200));
        return texts.flatMap(text -> Arbitraries.of(State.class)
                        .flatMap(state -> Arbitraries.integers()
                                .between(0, PLANS.size() - 1)
                                .map(plan -> new Hostile(text, state, plan))))
                .list()
                .ofMaxSize(40);
    }

    @Property(tries = 40)
    void isNeverAboveTheLimitAndAlwaysBalanced(
            @ForAll("environments") List<Hostile> environments,
            @ForAll @IntRange(min = 4_000, max = 65_536) int limit) {
        var memory = new Memory(
                List.of(),
                List.of(NASTY, NASTY, NASTY, NASTY),
                List.of(),
                Optional.empty(),
                Optional.of(NASTY.repeat(200)),
                List.of(new Note("a", "x".repeat(1_999)), new Note("b", "An answer.")),
                List.of());

        String text = new CommentMarkdown(overview(environments, memory)).render(limit);

        assertThat(text.length()).isLessThanOrEqualTo(limit);
        assertThat(Balance.problem(text)).isEmpty();
        assertThat(text).contains("<summary>Commands</summary>");
    }

    @Test
    void thousandsOfEnvironmentsAreCountedWhereTheyCannotBeListed() {
        List<Hostile> many = IntStream.range(0, 3_000)
                .mapToObj(_ -> new Hostile("-team", State.SUCCEEDED, 1))
                .toList();

        String text = new CommentMarkdown(overview(many, Memory.EMPTY)).render(65_536);

        assertThat(text.length()).isLessThanOrEqualTo(65_536);
        assertThat(text)
                .contains("### envctl: 3000 environments", "**3000 planned.**")
                .containsPattern("\\| and \\d+ more \\|");
    }

    @Test
    void foreignTextStandsInCodeAndNowhereElse() {
        String text = new CommentMarkdown(overview(List.of(new Hostile(NASTY, State.FAILED, 1)), Memory.EMPTY))
                .render(65_536);

        String outside =
                text.replaceAll("(?s)\n(`{3,})[a-z]*\n.*?\n\\1\n", "\n").replaceAll("(`+).*?\\1(?!`)", "");
        assertThat(outside).doesNotContain("script", "@team", "javascript:");
        assertThat(text.lines().filter(line -> line.startsWith("| `")).toList())
                .allSatisfy(row -> assertThat(row.replace("\\|", "")
                                .chars()
                                .filter(c -> c == '|')
                                .count())
                        .isEqualTo(7));
    }

    @Test
    void sameStateSameText() {
        List<Hostile> some = List.of(new Hostile("a", State.SUCCEEDED, 2), new Hostile("b", State.FAILED, 0));

        assertThat(new CommentMarkdown(overview(some, Memory.EMPTY)).render(10_000))
                .isEqualTo(new CommentMarkdown(overview(some, Memory.EMPTY)).render(10_000));
    }
}
