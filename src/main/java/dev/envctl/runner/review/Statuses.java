package dev.envctl.runner.review;

import dev.envctl.report.Words;
import dev.envctl.runner.forge.Forge.CommitStatus;
import dev.envctl.runner.forge.Forge.Verdict;
import dev.envctl.runner.review.Overview.Line;
import dev.envctl.runner.review.PullRequestState.Refusal;
import dev.envctl.runner.run.Run;
import java.util.List;
import java.util.stream.Stream;

/// One line per environment beside a commit: of the plan at the head of the pull request, of the apply at the commit
/// that was or should have been applied.
final class Statuses {

    /// What GitHub takes; the others take more.
    private static final int LONGEST_DESCRIPTION = 140;
    private static final int LONGEST_CONTEXT = 250;

    private Statuses() {}

    static String context(String what, String directory) {
        return Texts.cut("envctl/" + what + ": " + Words.printable(directory), LONGEST_CONTEXT);
    }

    static List<CommitStatus> of(Overview overview) {
        return overview.lines().stream()
                .flatMap(line -> Stream.concat(plan(overview, line), apply(overview, line)))
                .toList();
    }

    private static Stream<CommitStatus> plan(Overview overview, Line line) {
        if (overview.pull().memory().skipped().isPresent()) {
            return Stream.empty();
        }
        Verdict verdict = Verdicts.plan(overview, line);
        String text = line.plan()
                .map(run -> describe(run, verdict))
                .orElse(verdict == Verdict.PENDING ? "Waits to be planned" : "Was not planned");
        return Stream.of(status(
                overview,
                overview.pull().head(),
                context("plan", line.directory()),
                verdict,
                text,
                line.plan().stream()));
    }

    private static Stream<CommitStatus> apply(Overview overview, Line line) {
        String context = context("apply", line.directory());
        if (line.apply().isPresent()) {
            Run run = line.apply().get();
            Verdict verdict = Verdicts.of(run.state());
            return Stream.of(
                    status(overview, run.revision().head(), context, verdict, describe(run, verdict), Stream.of(run)));
        }
        return line.refusal().stream().map(refusal -> refused(overview, context, refusal));
    }

    private static CommitStatus refused(Overview overview, String context, Refusal refusal) {
        Verdict verdict = refusal.failed() ? Verdict.FAILURE : Verdict.NEUTRAL;
        String plain = refusal.text().replace("`", "");
        return status(overview, refusal.commit(), context, verdict, plain, Stream.empty());
    }

    private static String describe(Run run, Verdict verdict) {
        return switch (run.state()) {
            case QUEUED -> "Waits";
            case RUNNING -> run.kind() == Run.Kind.APPLY ? "Is being applied" : "Is being planned";
            case SUPERSEDED -> verdict == Verdict.NEUTRAL ? "The pull request was closed" : "Was not planned";
            case SUCCEEDED, FAILED, REFUSED, CANCELLED ->
                run.result().map(result -> result.summary()).orElse("");
        };
    }

    private static CommitStatus status(
            Overview overview, String commit, String context, Verdict verdict, String text, Stream<Run> run) {
        return new CommitStatus(
                commit,
                context,
                verdict,
                Texts.cut(Words.printable(text), LONGEST_DESCRIPTION),
                run.findFirst().map(overview::link).orElse(overview.publicUrl()));
    }
}
