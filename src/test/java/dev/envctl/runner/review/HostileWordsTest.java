package dev.envctl.runner.review;

import static dev.envctl.runner.review.ReviewBench.HEAD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.problem.Code;
import dev.envctl.runner.forge.Forge.Annotation;
import dev.envctl.runner.forge.Forge.Check;
import dev.envctl.runner.forge.Forge.CommitStatus;
import dev.envctl.runner.run.Run.State;
import dev.envctl.runner.run.RunPaper;
import dev.envctl.runner.run.RunResult;
import dev.envctl.runner.run.RunResult.Counts;
import dev.envctl.testing.Hostile;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Words of strangers in all that a pull request is told: comment, check, annotations, statuses.
class HostileWordsTest {

    private static final String ODD =
            "environments/" + Hostile.TEXT.replace("/", "").replace("\u0000", "");

    private static final String ACTOR = "a`@alice`<script>[x](https://evil.example.com)\u202e\u001b";

    private final ReviewBench bench = new ReviewBench();

    @ParameterizedTest
    @EnumSource(
            value = State.class,
            names = {"SUCCEEDED", "FAILED", "REFUSED"})
    void standInCodeOrAreSpeltOut(State state) {
        bench.open(ODD);
        var problem = new RunResult.Annotation(ODD + "/a.yaml", 3, true, Hostile.TEXT, Hostile.TEXT);
        var result = new RunResult(Hostile.TEXT, Optional.of("0123456789"), Counts.NONE, List.of(problem));
        bench.finish(ODD, state, result, RunPaper.PLAN_TEXT, Hostile.TEXT);
        bench.says("bob", "/envctl plan " + Hostile.TEXT.replace("\n", " "));
        bench.says(ACTOR, "/envctl " + Hostile.TEXT.replaceAll("\\s", ""));
        bench.approved(ACTOR);

        assertHarmless();
        assertThat(bench.forge.checks().getLast().annotations()).hasSize(1);
    }

    @Test
    void standInCodeWhereGitSaidThem() {
        bench.gitSays(Code.MERGE_CONFLICT);
        bench.open(ODD);

        assertHarmless();
        assertThat(bench.forge.comment()).contains("could not be found out");
    }

    private void assertHarmless() {
        Hostile.assertHarmlessMarkdown(bench.forge.comment());
        Check check = bench.forge.checks().getLast();
        Hostile.assertHarmlessMarkdown(check.summary());
        Hostile.assertSteersNothing(check.title());
        for (Annotation annotation : check.annotations()) {
            Hostile.assertSteersNothing(annotation.title());
            annotation.message().lines().forEach(Hostile::assertSteersNothing);
        }
        for (String context : bench.forge.statuses()) {
            Hostile.assertSteersNothing(context);
        }
        if (check.annotations().isEmpty()) {
            return;
        }
        CommitStatus status = bench.forge.status(HEAD, Statuses.context("plan", ODD));
        Hostile.assertSteersNothing(status.description());
        assertThat(status.link()).startsWith("https://envctl.example.com/");
    }
}
