package dev.envctl.runner.review;

import dev.envctl.runner.review.Overview.Line;
import dev.envctl.runner.review.Overview.Papers;
import dev.envctl.runner.review.PullRequestState.Refusal;
import dev.envctl.runner.review.PullRequestState.Stage;
import dev.envctl.runner.run.Run;
import dev.envctl.runner.run.RunPaper;
import dev.envctl.runner.settings.RunnerSettings;
import dev.envctl.value.Ordered;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Reads an [Overview] out of the database.
final class Overviews {

    private final ReviewParts.Stores stores;
    private final PlanRuns planRuns;

    Overviews(ReviewParts.Stores stores) {
        this.stores = stores;
        this.planRuns = new PlanRuns(stores.runs());
    }

    Overview of(Matter matter, PullRequestState pull, RunnerSettings settings) {
        List<Approval> approvals = stores.approvals().list(pull.key());
        Stream<String> refused = pull.memory().refusals().stream().map(Refusal::directory);
        List<Line> lines = Ordered.copyOf(
                        Stream.concat(pull.directories().stream(), refused).toList())
                .stream()
                .map(directory -> line(matter, pull, directory, approvals))
                .toList();
        String url = settings.publicUrl().toString();
        return new Overview(pull, lines, url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
    }

    private Line line(Matter matter, PullRequestState pull, String directory, List<Approval> approvals) {
        Optional<Run> plan = planRuns.plan(pull, directory);
        Optional<Run> apply = planRuns.apply(pull, directory)
                .filter(run -> pull.stage() == Stage.MERGED || plan.map(Run::id).orElse(0L) < run.id());
        return new Line(
                directory,
                matter.rule(directory),
                plan,
                pull.isOpen() ? planRuns.older(pull, directory) : Optional.empty(),
                apply,
                approvals.stream()
                        .filter(approval -> approval.directory().equals(directory))
                        .toList(),
                pull.memory().refusals().stream()
                        .filter(refusal -> refusal.directory().equals(directory))
                        .findFirst(),
                new Papers(paper(plan, RunPaper.PLAN_MARKDOWN), paper(apply, RunPaper.RESULT_MARKDOWN)));
    }

    private String paper(Optional<Run> run, RunPaper paper) {
        return run.filter(Run::isOver)
                .flatMap(over -> stores.runs().paper(over.id(), paper))
                .orElse("");
    }
}
