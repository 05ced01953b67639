package dev.envctl.runner.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.envctl.runner.forge.ForgeEvent;
import dev.envctl.runner.settings.RunnerSettings.ForgeType;
import java.time.Instant;

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
}
