package dev.envctl.runner.review;

import static dev.envctl.report.Markdown.code;

import dev.envctl.problem.ProblemException;
import dev.envctl.runner.forge.Forge;
import dev.envctl.runner.review.PullRequestState.Stage;
import dev.envctl.runner.run.NewRun;
import dev.envctl.runner.run.Run;
import dev.envctl.runner.run.Run.Kind;
import dev.envctl.runner.run.Run.State;
import dev.envctl.runner.run.Runs;
import java.util.List;
import java.util.Optional;

/// Looks at a pull request as it is now and sees to it that what it affects is planned, or is planned no more.
final class Planning {

    private static final int MOST_LOOKS = 5;
    private static final int LONGEST_TROUBLE = 2_000;

    private static final Affected.Change NO_CHANGE = new Affected.Change(List.of(), List.of());

    private final ReviewParts parts;
    private final PullRequests pullRequests;
    private final Runs runs;
    private final PlanRuns planRuns;

    Planning(ReviewParts parts) {
        this.parts = parts;
        this.pullRequests = parts.stores().pullRequests();
        this.runs = parts.stores().runs();
        this.planRuns = new PlanRuns(runs);
    }

    /// What was found when somebody looked.
    private record Look(Affected.Change change, Optional<String> skipped, Optional<String> trouble) {
        static Look skip(String why) {
            return new Look(NO_CHANGE, Optional.of(why), Optional.empty());
        }
    }

    /// Empty for a pull request that never was the runner's business: into another branch.
    Optional<PullRequestState> refresh(Matter matter, int number, Run.Trigger trigger, String actor) {
        PullRequestKey key = matter.key(number);
        for (int looks = 0; looks < MOST_LOOKS; looks++) {
            Optional<PullRequestState> before = pullRequests.find(key);
            Forge.PullRequest now = matter.pullRequest(number);
            if (before.isEmpty() && !goesIntoDefault(matter, now)) {
                return Optional.empty();
            }
            Optional<PullRequestState> seen =
                    see(matter, now, before.map(PullRequestState::version).orElse(0));
            if (seen.isPresent()) {
                act(matter, seen.get(), new Run.Cause(trigger, actor, Optional.of(number)));
                if (isStill(seen.get())) {
                    parts.speech().soon(key);
                    return seen;
                }
            }
        }
        throw new IllegalStateException("looking at " + key + ": it changed each time");
    }

    /// Somebody who looked later may have acted earlier, and what they queued may just have been taken out of the
    /// queue as older. Whoever acts last looks whether it was for the latest.
    private boolean isStill(PullRequestState seen) {
        return pullRequests
                .find(seen.key())
                .filter(now -> now.stage() == seen.stage()
                        && now.head().equals(seen.head())
                        && now.base().equals(seen.base()))
                .isPresent();
    }

    private static boolean goesIntoDefault(Matter matter, Forge.PullRequest now) {
        return now.baseBranch().equals(matter.repository().defaultBranch());
    }

    private Optional<PullRequestState> see(Matter matter, Forge.PullRequest now, int version) {
        PullRequestKey key = matter.key(now.number());
        if (!now.open()) {
            Stage stage = now.merged() ? Stage.MERGED : Stage.CLOSED;
            return pullRequests.changeAt(
                    key, version, old -> seenClosed(old, now).over(stage, now.mergeCommit()));
        }
        Look look = look(matter, now);
        return pullRequests.changeAt(key, version, old -> {
            PullRequestState moved = old.at(now.head(), now.base());
            return moved.with(moved.memory().seen(look.change(), look.skipped(), look.trouble()));
        });
    }

    /// The head of one that was never seen open is still worth knowing; one that was seen keeps what it was planned
    /// by.
    private static PullRequestState seenClosed(PullRequestState old, Forge.PullRequest now) {
        return old.head().equals(now.head()) ? old : old.at(now.head(), now.base());
    }

    private Look look(Matter matter, Forge.PullRequest now) {
        if (now.fork() && !matter.repository().planForks()) {
            return Look.skip("It comes from a fork, and forks are not planned here.");
        }
        if (!goesIntoDefault(matter, now)) {
            return Look.skip("Only what goes into " + code(matter.repository().defaultBranch()) + " is planned.");
        }
        try {
            Affected.Change found = parts.affected().environments(matter.repository(), now.base(), now.head());
            return new Look(matter.ours(found), Optional.empty(), Optional.empty());
        } catch (ProblemException problem) {
            Texts.rethrowIfPassing(problem);
            return new Look(
                    NO_CHANGE, Optional.empty(), Optional.of(Texts.cut(Texts.details(problem), LONGEST_TROUBLE)));
        }
    }

    private void act(Matter matter, PullRequestState pull, Run.Cause cause) {
        PullRequestKey key = pull.key();
        if (isPlanned(pull)) {
            runs.supersede(key.forge(), key.repository(), key.number(), revision(pull));
            pull.directories().stream()
                    .filter(directory -> matter.rule(directory).isPresent())
                    .forEach(directory -> plan(pull, directory, cause));
            return;
        }
        runs.supersede(key.forge(), key.repository(), key.number(), new Run.Revision("", Optional.empty()));
        if (pull.stage() == Stage.CLOSED) {
            pull.directories().forEach(directory -> stop(pull, directory, cause.actor()));
        }
    }

    /// What was asked for while it went into the default branch is not planned on a branch that anybody may push:
    /// the ways to accounts would be that one's.
    private static boolean isPlanned(PullRequestState pull) {
        return pull.isOpen() && pull.memory().skipped().isEmpty();
    }

    private static Run.Revision revision(PullRequestState pull) {
        return new Run.Revision(pull.head(), Optional.of(pull.base()));
    }

    private void plan(PullRequestState pull, String directory, Run.Cause cause) {
        once(pull, directory, false).ifPresent(once -> enqueue(pull, directory, cause, once));
    }

    /// Once more, unless such a plan waits or is being made. For an environment that is not affected, too.
    void again(PullRequestState pull, String directory, Run.Cause cause) {
        once(pull, directory, true).ifPresent(once -> enqueue(pull, directory, cause, once));
    }

    private void enqueue(PullRequestState pull, String directory, Run.Cause cause, String once) {
        parts.queue()
                .enqueue(new NewRun(
                        pull.key().environment(directory), Kind.PLAN, cause, revision(pull), Optional.empty(), once));
    }

    /// Empty when there is such a plan already. One that was taken out of the queue is no reason not to plan when
    /// its commit is back, nor is one that others came after.
    private Optional<String> once(PullRequestState pull, String directory, boolean again) {
        Optional<Run> last = planRuns.plan(pull, directory);
        boolean isThere = last.filter(run -> run.revision().base().equals(Optional.of(pull.base())))
                .filter(run -> again ? !run.isOver() : !isDropped(run.state()))
                .isPresent();
        String plain = "plan:" + pull.key().text() + "@" + pull.head() + "+" + pull.base() + ":" + directory;
        return isThere
                ? Optional.empty()
                : Optional.of(
                        Once.key(plain + last.map(run -> ":after" + run.id()).orElse("")));
    }

    private static boolean isDropped(State state) {
        return state == State.SUPERSEDED || state == State.CANCELLED;
    }

    /// Plans of a closed pull request are of no use, and nobody waits for its applies. One that runs is let be.
    private void stop(PullRequestState pull, String directory, String actor) {
        planRuns.list(pull, directory, Kind.PLAN).stream()
                .filter(run -> !run.isOver())
                .forEach(run -> runs.cancel(run.id(), actor));
        planRuns.list(pull, directory, Kind.APPLY).stream()
                .filter(run -> run.state() == State.QUEUED)
                .forEach(run -> runs.cancel(run.id(), actor));
    }
}
