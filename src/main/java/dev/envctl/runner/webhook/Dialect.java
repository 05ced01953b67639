package dev.envctl.runner.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.envctl.runner.forge.ForgeEvent;
import dev.envctl.runner.forge.ForgeEvent.Commented;
import dev.envctl.runner.settings.RunnerSettings.ForgeType;
import dev.envctl.value.Sha256;
import java.time.Instant;
import java.util.Optional;

/// How one kind of forge signs, names and writes what it tells.
sealed interface Dialect permits GitHubDialect, GitLabDialect, GiteaDialect {

    static Dialect of(ForgeType type) {
        return switch (type) {
            case GITHUB -> new GitHubDialect();
            case GITLAB -> new GitLabDialect();
            case GITEA -> new GiteaDialect();
        };
    }

    /// Whether something can be verified by it at all.
    default boolean isUsable(String secret) {
        return !secret.isEmpty();
    }

    /// Refuses what was not signed with `secret`, before a byte of it is parsed.
    void verify(Headers headers, byte[] body, String secret, Instant now);

    /// The same for each attempt to deliver one event.
    String id(Headers headers);

    String event(Headers headers);

    /// Refuses what a forge would not write.
    ForgeEvent read(String event, JsonNode body);

    /// Whether the same bytes under another id are the same event again, sent by somebody who overheard them: so it
    /// is where the signature does not cover the id and no two events look alike.
    boolean isToldOnce();

    /// Names the event, whichever delivery tells of it; empty where the delivery's id is all that there is. A
    /// comment has a number, which is the same when two webhooks of one forge tell of it in different words.
    default Optional<String> identity(ForgeEvent event, byte[] body) {
        if (event instanceof Commented comment) {
            return Optional.of("comment " + comment.comment());
        }
        return isToldOnce() ? Optional.of("body " + Sha256.hex(body)) : Optional.empty();
    }
}
