package dev.envctl.runner.review;

import static dev.envctl.runner.review.Texts.name;

import dev.envctl.report.Words;
import dev.envctl.runner.forge.Forge;
import dev.envctl.runner.forge.ForgeEvent.ReviewGiven;
import dev.envctl.runner.review.PullRequestState.Note;
import dev.envctl.runner.run.Run;
import dev.envctl.runner.run.RunResult;
import java.util.List;
import java.util.Optional;

/// Binds a review to what was planned when it was given. An approval before there is a plan counts for nothing: nobody
/// approves what nobody has seen. A push leaves approvals alone, since they are of digests; a review that is taken back
/// takes them all back.
final class Approving {

    private final ReviewParts parts;
    private final PlanRuns planRuns;

    Approving(ReviewParts parts) {
        this.parts = parts;
        this.planRuns = new PlanRuns(parts.stores().runs());
    }

    String given(Matter matter, ReviewGiven review) {
        PullRequestKey key = matter.key(review.number());
        Optional<PullRequestState> known = parts.stores().pullRequests().find(key);
        Forge.PullRequest now = matter.pullRequest(review.number());
        if (known.isEmpty() || !now.open()) {
            return key + " is not open, or was not looked at yet";
        }
        String outcome = now.approved() ? given(matter, review, known.get(), now) : withdraw(key, review.actor());
        parts.speech().soon(key);
        return outcome;
    }

    /// That the forge calls the pull request approved may be owed to an earlier review, of another plan. So it has
    /// to be this one that approves, of this commit, by somebody whose approval counts.
    private String given(Matter matter, ReviewGiven review, PullRequestState pull, Forge.PullRequest now) {
        if (!review.approves()) {
            return "no approval";
        }
        String reviewed = review.commit().orElse(now.head());
        if (!reviewed.equals(now.head()) || !now.head().equals(pull.head())) {
            return pull.key() + " has a newer commit than was reviewed, or than was looked at";
        }
        if (review.actor().equalsIgnoreCase(now.author()) || !matter.may(review.actor(), List.of("writers"))) {
            return "an approval that does not count";
        }
        String bound = approve(pull, review.actor());
        // somebody else may have been told meanwhile that it was taken back, and have found nothing to take
        // back
        return matter.pullRequest(review.number()).approved() ? bound : withdraw(pull.key(), review.actor());
    }

    private String approve(PullRequestState pull, String actor) {
        List<String> early = pull.memory().affected().stream()
                .filter(directory -> !approve(pull, directory, actor))
                .toList();
        if (!early.isEmpty()) {
            String text = name(actor) + " approved before there was a plan of " + list(early)
                    + ". That does not count for it: approve again when it is planned.";
            parts.stores().pullRequests().change(pull.key(), old -> old.withNote(new Note("review by " + actor, text)));
        }
        int bound = pull.memory().affected().size() - early.size();
        return "approved: " + Words.count(bound, "plan");
    }

    private boolean approve(PullRequestState pull, String directory, String actor) {
        Optional<String> digest = planRuns.plan(pull, directory)
                .filter(run -> run.state() == Run.State.SUCCEEDED)
                .flatMap(Run::result)
                .flatMap(RunResult::digest);
        digest.ifPresent(text -> {
            parts.stores().approvals().add(pull.key(), directory, text, actor);
            parts.stores().audit().add(actor, "approve", pull.key() + ":" + directory, "digest " + text);
        });
        return digest.isPresent();
    }

    private String withdraw(PullRequestKey key, String actor) {
        int taken = parts.stores().approvals().withdraw(key);
        if (taken > 0) {
            parts.stores().audit().add(actor, "approval withdrawn", key.toString(), Words.count(taken, "digest"));
        }
        return "not approved: " + Words.count(taken, "approval") + " taken back";
    }

    private static String list(List<String> directories) {
        String shown = String.join(
                ", ",
                directories.stream().limit(5).map(directory -> name(directory)).toList());
        return directories.size() <= 5 ? shown : shown + " and " + (directories.size() - 5) + " more";
    }
}
