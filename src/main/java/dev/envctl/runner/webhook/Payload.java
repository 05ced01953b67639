package dev.envctl.runner.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.envctl.runner.forge.ForgeEvent;
import dev.envctl.runner.forge.ForgeEvent.Commented;
import dev.envctl.runner.forge.ForgeEvent.Ignored;
import dev.envctl.runner.forge.ForgeEvent.PullRequestClosed;
import dev.envctl.runner.forge.ForgeEvent.PullRequestMoved;
import dev.envctl.runner.forge.ForgeEvent.Pushed;
import dev.envctl.runner.forge.ForgeEvent.ReviewGiven;
import dev.envctl.runner.forge.OwnMark;
import java.util.Optional;

/// What a forge tells of one repository. The forges say the same things in other places; a field is read only when what
/// is made of it is wanted, so that one that is nothing to us may be shaped as it likes.
record Payload(String repository, Fields fields, Places places) {

    /// Where the repository's name is, of a pull request its number and commit, and who did it.
    record Places(String repository, String number, String head, String actor) {}

    /// Empty for what is of no repository.
    static Optional<Payload> of(JsonNode body, Places places) {
        var fields = new Fields(body);
        return fields.has(places.repository())
                ? Optional.of(new Payload(fields.name(places.repository()), fields, places))
                : Optional.empty();
    }

    String actor() {
        return fields.name(places.actor());
    }

    Ignored ignored(String reason) {
        return new Ignored(repository, reason);
    }

    PullRequestMoved moved() {
        return new PullRequestMoved(repository, fields.number(places.number()), fields.commit(places.head()), actor());
    }

    PullRequestClosed closed(boolean merged) {
        return new PullRequestClosed(repository, fields.number(places.number()), merged, actor());
    }

    /// `commit` is where the reviewed one stands.
    ReviewGiven reviewed(boolean approves, String commit) {
        return new ReviewGiven(
                repository, fields.number(places.number()), actor(), approves, Optional.of(fields.commit(commit)));
    }

    /// All forges write a push alike, but for who pushed.
    ForgeEvent push(String pusher) {
        Optional<String> branch = fields.branch("ref");
        if (branch.isEmpty() || fields.isNoCommit("after")) {
            return ignored("push of a tag, or a branch deleted");
        }
        return new Pushed(
                repository, branch.get(), fields.commit("before"), fields.commit("after"), fields.name(pusher));
    }

    /// `comment` is where the comment stands, which has an `id`, and a text in its field `text`.
    ForgeEvent commented(String comment, String text, String number, boolean onIssue) {
        String body = fields.text(comment + "." + text);
        return OwnMark.isIn(body)
                ? ignored("our own comment")
                : new Commented(repository, fields.number(number), onIssue, fields.id(comment + ".id"), actor(), body);
    }
}
