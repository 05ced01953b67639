package dev.envctl.runner.review;

import static dev.envctl.testing.ChangeBuilder.change;
import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.plan.Action;
import dev.envctl.plan.Plan;
import dev.envctl.problem.Code;
import dev.envctl.report.PlanMarkdown;
import dev.envctl.runner.forge.Forge.PullRequest;
import dev.envctl.runner.run.Run.State;
import dev.envctl.runner.run.RunPaper;
import dev.envctl.runner.run.RunResult;
import dev.envctl.runner.run.RunResult.Annotation;
import dev.envctl.runner.run.RunResult.Counts;
import dev.envctl.testing.GoldenFiles;
import dev.envctl.testing.PlanBuilder;
import dev.envctl.value.Value;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The comment at each station of a pull request's life, as files to look at.
class CommentGoldenTest {

    private static final String DEV = "environments/dev";
    private static final String PROD = "environments/prod";

    private final ReviewBench bench = new ReviewBench();

    private void check(String name) {
        String comment = bench.forge.comment();
        assertThat(Balance.problem(comment)).isEmpty();
        GoldenFiles.checkResource("runner/comments/" + name + ".md", comment);
    }

    private static Plan small() {
        return PlanBuilder.plan("dev")
                .with(change("Role/jobExecution", Action.CREATE)
                        .after("roleName", Value.of("emr-job"), "path", Value.of("/")))
                .build();
    }

    private static Plan destructive() {
        return PlanBuilder.plan("prod")
                .with(
                        change("Bucket/logs", Action.DELETE).id("logs").before("bucketName", Value.of("acme-logs")),
                        change("Role/jobExecution", Action.CREATE).after("roleName", Value.of("emr-job")))
                .build();
    }

    private void plan(String directory, Plan plan, String digest, Counts counts) {
        bench.planned(directory, digest, counts, new PlanMarkdown(65_536).render(plan));
    }

    private static Counts counts(int add, int destroy) {
        return new Counts(0, add, 0, destroy, 0, 0, 0, 0, 3, 20);
    }

    @Test
    void opened() {
        bench.open(DEV, PROD);
        check("opened");
    }

    @Test
    void planned() {
        bench.open(DEV, PROD);
        plan(DEV, small(), "1111111122222222", counts(1, 0));
        plan(PROD, small(), "3333333344444444", counts(1, 0));
        check("planned");
    }

    @Test
    void pushedAgain() {
        bench.open(DEV, PROD);
        plan(DEV, small(), "1111111122222222", counts(1, 0));
        bench.pushed(ReviewBench.HEAD_TWO, DEV, PROD);
        check("pushed-again");
    }

    @Test
    void destructiveChanges() {
        bench.open(PROD);
        plan(PROD, destructive(), "3333333344444444", counts(1, 1));
        check("destructive");
    }

    @Test
    void problems() {
        bench.open(DEV);
        bench.finish(
                DEV,
                State.FAILED,
                new RunResult(
                        "2 problems were found.",
                        Optional.empty(),
                        Counts.NONE,
                        List.of(
                                new Annotation(
                                        "environments/dev/a.yaml", 12, true, "Unknown field", "There is no `relase`."),
                                new Annotation(
                                        "environments/dev/b.yaml", 3, false, "Deprecated", "```\n</details>@all"))),
                RunPaper.PLAN_TEXT,
                "");
        check("problems");
    }

    @Test
    void trouble() {
        bench.gitSays(Code.INVALID_YAML);
        bench.open(DEV);
        check("trouble");
    }

    @Test
    void removed() {
        bench.forge.open(7, ReviewBench.HEAD, ReviewBench.BASE);
        bench.changes.put(ReviewBench.HEAD, new Affected.Change(List.of(), List.of(DEV)));
        bench.moved();
        check("removed");
    }

    @Test
    void fork() {
        bench.forge.open(7, ReviewBench.HEAD, ReviewBench.BASE);
        bench.forge.change(7, CommentGoldenTest::forked);
        bench.changes(ReviewBench.HEAD, DEV);
        bench.moved();
        check("fork");
    }

    static PullRequest forked(PullRequest old) {
        return new PullRequest(
                old.number(),
                old.title(),
                old.author(),
                true,
                false,
                Optional.empty(),
                true,
                old.head(),
                old.base(),
                old.baseBranch(),
                old.approved(),
                true,
                true);
    }

    @Test
    void approved() {
        bench.open(PROD);
        plan(PROD, small(), "3333333344444444", counts(1, 0));
        bench.approved("bob");
        check("approved");
    }

    @Test
    void approvalVoid() {
        bench.open(PROD);
        plan(PROD, small(), "3333333344444444", counts(1, 0));
        bench.approved("bob");
        bench.pushed(ReviewBench.HEAD_TWO, PROD);
        plan(PROD, destructive(), "5555555566666666", counts(1, 1));
        check("approval-void");
    }

    @Test
    void mergedWithoutApproval() {
        bench.open(PROD);
        plan(PROD, small(), "3333333344444444", counts(1, 0));
        bench.merged(PROD);
        check("merged-without-approval");
    }

    @Test
    void applied() {
        bench.open(PROD);
        plan(PROD, small(), "3333333344444444", counts(1, 0));
        bench.approved("bob");
        bench.merged(PROD);
        bench.finish(
                PROD,
                State.SUCCEEDED,
                new RunResult("Apply complete! 1 added.", Optional.of("3333333344444444"), counts(1, 0), List.of()),
                RunPaper.RESULT_MARKDOWN,
                "### Apply for `prod`\n\n**Apply complete! 1 added, 0 changed, 0 destroyed.**\n\n");
        check("applied");
    }

    @Test
    void refusedByDigest() {
        bench.open(PROD);
        plan(PROD, small(), "3333333344444444", counts(1, 0));
        bench.approved("bob");
        bench.merged(PROD);
        bench.finish(
                PROD,
                State.REFUSED,
                RunResult.of("The plan is not the approved one: its digest is 77777777, approved was 33333333."),
                RunPaper.RESULT_MARKDOWN,
                "");
        check("refused-by-digest");
    }

    @Test
    void outsider() {
        bench.open("environments/test");
        bench.says("<b>mallory</b>", "/envctl apply");
        check("outsider");
    }

    @Test
    void help() {
        bench.open(DEV);
        bench.says("alice", "/envctl help");
        check("help");
    }

    @Test
    void huge() {
        String[] directories = IntStream.range(0, 40)
                .mapToObj(number -> "environments/team-" + number)
                .toArray(String[]::new);
        bench.open(directories);
        bench.together(() -> List.of(directories)
                .forEach(directory -> plan(directory, FoldableTest.plan(6, 200), "3333333344444444", counts(200, 6))));

        assertThat(bench.forge.comment().length()).isLessThanOrEqualTo(65_536);
        check("huge");
    }
}
