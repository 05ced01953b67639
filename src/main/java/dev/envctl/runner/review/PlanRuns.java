package dev.envctl.runner.review;

import dev.envctl.runner.run.EnvironmentKey;
import dev.envctl.runner.run.Run;
import dev.envctl.runner.run.Run.Kind;
import dev.envctl.runner.run.Runs;
import dev.envctl.runner.run.Runs.Filter;
import java.util.List;
import java.util.Optional;

/// The runs that count for a pull request as it stands.
final class PlanRuns {

    private static final int FAR_ENOUGH = 50;

    private final Runs runs;

    PlanRuns(Runs runs) {
        this.runs = runs;
    }

    /// The latest plan of its head, wherever that run stands.
    Optional<Run> plan(PullRequestState pull, String directory) {
        return list(pull, directory, Kind.PLAN).stream()
                .filter(run -> run.revision().head().equals(pull.head()))
                .findFirst();
    }

    /// The last plan that was made of the same head on another commit of the branch that it goes into: what people
    /// saw, and what counts no more.
    Optional<Run> older(PullRequestState pull, String directory) {
        Optional<Run> latest = plan(pull, directory);
        return list(pull, directory, Kind.PLAN).stream()
                .filter(run -> run.revision().head().equals(pull.head()) && run.state() == Run.State.SUCCEEDED)
                .filter(run -> latest.filter(plan ->
                                !plan.revision().base().equals(run.revision().base()))
                        .isPresent())
                .findFirst();
    }

    /// The latest apply of what the head or the merge of it says.
    Optional<Run> apply(PullRequestState pull, String directory) {
        return list(pull, directory, Kind.APPLY).stream()
                .filter(run -> pull.stage() == PullRequestState.Stage.MERGED
                        || run.revision().head().equals(pull.head()))
                .findFirst();
    }

    /// Whether what the pull request says was applied before it was merged.
    boolean isApplied(PullRequestState pull, String directory) {
        return list(pull, directory, Kind.APPLY).stream()
                .filter(run -> run.revision().head().equals(pull.head()))
                .findFirst()
                .filter(run -> run.state() == Run.State.SUCCEEDED)
                .isPresent();
    }

    List<Run> list(PullRequestState pull, String directory, Kind kind) {
        EnvironmentKey environment = pull.key().environment(directory);
        return runs.list(Filter.latest(FAR_ENOUGH)
                .of(environment)
                .of(kind)
                .ofPullRequest(pull.key().number()));
    }
}
