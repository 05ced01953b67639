package dev.envctl.runner.review;

import static dev.envctl.report.Markdown.code;
import static dev.envctl.runner.review.Texts.name;

import dev.envctl.problem.ProblemException;
import dev.envctl.runner.run.NewRun;
import dev.envctl.runner.run.Run;
import dev.envctl.runner.run.Run.Kind;
import dev.envctl.runner.run.Run.State;
import dev.envctl.runner.run.Runs.Filter;
import dev.envctl.runner.settings.RunnerSettings.EnvironmentRule;
import dev.envctl.runner.settings.RunnerSettings.Requirement;
import java.util.List;
import java.util.Optional;

/// Tries again what an apply left undone whose pull request is merged by now. What is approved stays what was approved:
/// the run plans at the same commit and does what is left of that plan, or nothing. It would take later changes back,
/// so it is refused as soon as the environment has moved on, in git or in the cloud.
final class Retrying {

    private static final int LONGEST_TROUBLE = 500;
    private static final String WAY_OUT = " A pull request that touches it is planned with all that is pending.";

    private final ReviewParts parts;
    private final ReviewParts.Stores stores;
    private final PlanRuns planRuns;

    Retrying(ReviewParts parts) {
        this.parts = parts;
        this.stores = parts.stores();
        this.planRuns = new PlanRuns(stores.runs());
    }

    /// Environments of a merged pull request with an apply that came to nothing, or not to its end.
    List<String> left(PullRequestState pull) {
        return pull.directories().stream()
                .filter(directory -> planRuns.apply(pull, directory)
                        .filter(Retrying::hasFailed)
                        .isPresent())
                .toList();
    }

    private static boolean hasFailed(Run run) {
        return run.isOver() && run.state() != State.SUCCEEDED;
    }

    /// Why not, as Markdown; empty when a run is queued, or was by the same comment. `about` names the comment.
    Optional<String> retry(
            Matter matter,
            PullRequestState pull,
            String directory,
            EnvironmentRule rule,
            Run.Cause cause,
            String about) {
        Optional<Run> last = planRuns.apply(pull, directory);
        if (last.isEmpty()) {
            return Optional.of(name(directory) + ": nothing was applied by this pull request that could be tried again."
                    + WAY_OUT);
        }
        String once = Once.key("apply:" + pull.key().text() + "@again:" + directory + ":" + about);
        if (!hasFailed(last.get())) {
            return last.get().cause().equals(cause) && !last.get().isOver()
                    ? Optional.empty()
                    : Optional.of(name(directory) + ": " + standing(last.get()));
        }
        Optional<String> commit = commit(pull, last.get());
        Optional<String> reason = reason(matter, pull, rule, last.get(), commit);
        if (reason.isPresent()) {
            stores.audit().add(cause.actor(), "refused", pull.key() + ":" + directory, "apply again: " + reason.get());
            return Optional.of("Nothing was applied to " + name(directory) + ": " + reason.get() + "." + WAY_OUT);
        }
        enqueue(pull, last.get(), commit.orElseThrow(), cause, once);
        return Optional.empty();
    }

    private static String standing(Run run) {
        return run.isOver()
                ? "run " + run.id() + " applied it to the end, so there is nothing to try again."
                : "run " + run.id() + " applies it already.";
    }

    /// What was applied after the merge, or is to be for the first time.
    private static Optional<String> commit(PullRequestState pull, Run last) {
        return last.revision().base().isEmpty() ? Optional.of(last.revision().head()) : pull.mergeCommit();
    }

    private Optional<String> reason(
            Matter matter, PullRequestState pull, EnvironmentRule rule, Run last, Optional<String> commit) {
        if (last.expectedDigest().isEmpty() || commit.isEmpty()) {
            return Optional.of("it is not known what was approved, or what it was merged as");
        }
        if (rule.requirements().contains(Requirement.APPROVED)
                && !isApproved(
                        pull,
                        last.environment().directory(),
                        last.expectedDigest().get())) {
            return Optional.of("the approval of its plan was taken back");
        }
        return later(pull, last).or(() -> moved(matter, last.environment().directory(), commit.get()));
    }

    private boolean isApproved(PullRequestState pull, String directory, String digest) {
        return stores.approvals().list(pull.key()).stream()
                .anyMatch(approval -> approval.directory().equals(directory)
                        && approval.digest().equals(digest));
    }

    /// Counted from the first time that it was tried.
    private Optional<String> later(PullRequestState pull, Run last) {
        long first = planRuns.list(pull, last.environment().directory(), Kind.APPLY).stream()
                .filter(run -> run.expectedDigest().equals(last.expectedDigest()))
                .mapToLong(Run::id)
                .min()
                .orElse(last.id());
        return stores
                .runs()
                .list(Filter.latest(1).of(last.environment()).of(Kind.APPLY).in(State.SUCCEEDED))
                .stream()
                .filter(run -> run.id() > first)
                .findFirst()
                .map(run -> "run " + run.id() + " has applied it since");
    }

    private Optional<String> moved(Matter matter, String directory, String commit) {
        String branch = code(matter.repository().defaultBranch());
        try {
            String head = parts.affected().head(matter.repository());
            Affected.Change since = parts.affected().environments(matter.repository(), commit, head);
            boolean isTouched =
                    since.changed().contains(directory) || since.removed().contains(directory);
            return isTouched
                    ? Optional.of(branch + " has changed it since " + code(Texts.shortCommit(commit)))
                    : Optional.empty();
        } catch (ProblemException problem) {
            Texts.rethrowIfAway(problem);
            return Optional.of("what " + branch + " has changed since could not be found out: "
                    + code(Texts.cut(Texts.details(problem), LONGEST_TROUBLE)));
        }
    }

    private void enqueue(PullRequestState pull, Run last, String commit, Run.Cause cause, String once) {
        parts.queue()
                .enqueue(new NewRun(
                        last.environment(),
                        Kind.APPLY,
                        cause,
                        new Run.Revision(commit, Optional.empty()),
                        last.expectedDigest(),
                        once))
                .ifPresent(run -> stores.audit()
                        .add(
                                cause.actor(),
                                "apply",
                                pull.key() + ":" + last.environment().directory(),
                                "again after run " + last.id() + ", digest "
                                        + last.expectedDigest().orElse("") + ", run " + run.id()));
    }
}
