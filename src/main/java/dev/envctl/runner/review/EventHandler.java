package dev.envctl.runner.review;

import dev.envctl.runner.forge.Forge;
import dev.envctl.runner.forge.ForgeEvent;
import dev.envctl.runner.forge.ForgeEvent.CheckRerun;
import dev.envctl.runner.forge.ForgeEvent.Commented;
import dev.envctl.runner.forge.ForgeEvent.Ignored;
import dev.envctl.runner.forge.ForgeEvent.Ping;
import dev.envctl.runner.forge.ForgeEvent.PullRequestClosed;
import dev.envctl.runner.forge.ForgeEvent.PullRequestMoved;
import dev.envctl.runner.forge.ForgeEvent.Pushed;
import dev.envctl.runner.forge.ForgeEvent.ReviewGiven;
import dev.envctl.runner.review.PullRequestState.Stage;
import dev.envctl.runner.run.Run;
import dev.envctl.runner.run.Run.Trigger;
import java.util.Optional;

/// Acts on what a forge tells. An event may come twice, late, or after a later one: it is only a reason to look, and
/// what is true the forge is asked. Throws [dev.envctl.runner.forge.ForgeException] and what git throws when it is
/// worth trying again; what was done by then is not done twice.
public final class EventHandler {

    private final ReviewParts parts;
    private final Planning planning;
    private final Approving approving;
    private final Merging merging;
    private final Commanding commanding;
    private final DriftCommands driftCommands;

    public EventHandler(ReviewParts parts) {
        this.parts = parts;
        this.planning = new Planning(parts);
        this.approving = new Approving(parts);
        this.merging = new Merging(parts, planning);
        this.commanding = new Commanding(parts, planning);
        this.driftCommands = new DriftCommands(parts);
    }

    /// Returns what was done, in a few words for the delivery log.
    public String handle(String forgeName, ForgeEvent event) {
        return matter(forgeName, event.repository())
                .map(matter -> handle(matter, event))
                .orElse("not a repository of the settings");
    }

    private Optional<Matter> matter(String forgeName, String repositoryName) {
        Optional<Forge> forge = parts.forges().apply(forgeName);
        return forge.flatMap(known -> parts.settings()
                .get()
                .repository(forgeName, repositoryName)
                .map(repository -> new Matter(forgeName, known, repository)));
    }

    /// Because the branch that it goes into has moved in what it affects: it is planned at the new merge result.
    /// One that was closed or merged meanwhile is taken for that.
    public void lookAgain(PullRequestKey key) {
        String actor = parts.stores()
                .pushes()
                .latest(key.forge(), key.repository())
                .map(Pushes.Push::actor)
                .orElse("");
        parts.stores()
                .pullRequests()
                .find(key)
                .filter(PullRequestState::isOpen)
                .flatMap(_ -> matter(key.forge(), key.repository()))
                .ifPresent(matter -> look(matter, key.number(), Trigger.PUSH, actor));
    }

    private String handle(Matter matter, ForgeEvent event) {
        return switch (event) {
            case PullRequestMoved moved -> look(matter, moved.number(), Trigger.PULL_REQUEST, moved.actor());
            case PullRequestClosed closed -> look(matter, closed.number(), Trigger.PULL_REQUEST, closed.actor());
            case ReviewGiven review -> approving.given(matter, review);
            case Pushed pushed -> pushed(matter, pushed);
            case Commented comment when comment.onIssue() -> driftCommands.heard(matter, comment);
            case Commented comment -> commanding.heard(matter, comment);
            case CheckRerun rerun -> rerun(matter, rerun);
            case Ping _ -> "ping";
            case Ignored ignored -> ignored.reason();
        };
    }

    private String look(Matter matter, int number, Trigger trigger, String actor) {
        Optional<PullRequestState> seen = planning.refresh(matter, number, trigger, actor);
        seen.filter(pull -> pull.stage() == Stage.MERGED).ifPresent(pull -> merging.merged(matter, pull));
        return seen.map(pull -> pull.key() + " is " + pull.stage()).orElse("a pull request into another branch");
    }

    private String pushed(Matter matter, Pushed pushed) {
        if (!pushed.branch().equals(matter.repository().defaultBranch())) {
            return "another branch";
        }
        if (isNothing(pushed.before()) || isNothing(pushed.after())) {
            return "the branch was made or removed";
        }
        return merging.pushed(
                matter,
                new Pushes.Push(
                        matter.forgeName(),
                        matter.repository().name(),
                        pushed.before(),
                        pushed.after(),
                        pushed.actor()));
    }

    /// Forges write zeros for no commit.
    private static boolean isNothing(String commit) {
        return commit.chars().allMatch(character -> character == '0');
    }

    private String rerun(Matter matter, CheckRerun rerun) {
        if (rerun.check().isPresent() && !rerun.check().get().equals(Voice.CHECK)) {
            return "somebody else's check";
        }
        for (int number : matter.forge().pullRequestsAt(matter.repository().name(), rerun.head())) {
            planning.refresh(matter, number, Trigger.RERUN, rerun.actor())
                    .filter(PullRequestState::isOpen)
                    .ifPresent(pull -> pull.memory()
                            .affected()
                            .forEach(directory -> planning.again(
                                    pull,
                                    directory,
                                    new Run.Cause(Trigger.RERUN, rerun.actor(), Optional.of(number)))));
        }
        return "planned again";
    }
}
