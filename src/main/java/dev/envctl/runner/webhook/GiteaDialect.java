package dev.envctl.runner.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.envctl.runner.forge.ForgeEvent;
import dev.envctl.runner.forge.ForgeEvent.Ignored;
import dev.envctl.runner.forge.ForgeEvent.Ping;
import dev.envctl.runner.forge.ForgeEvent.Pushed;
import dev.envctl.runner.webhook.Payload.Places;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.stream.Stream;

/// Gitea signs the body with the webhook's secret and says so in several headers, Forgejo in one more; all of them are
/// checked that are there, so that a good one does not excuse a bad one. Both send an empty header where the webhook
/// has no secret.
final class GiteaDialect implements Dialect {

    private static final String HUB = "X-Hub-Signature-256";

    private static final Places PLACES =
            new Places("repository.full_name", "pull_request.number", "pull_request.head.sha", "sender.login");

    @Override
    public void verify(Headers headers, byte[] body, String secret, Instant now) {
        var signatures = Stream.of("X-Forgejo-Signature", "X-Gitea-Signature", HUB)
                .flatMap(name -> headers.one(name).stream().map(value -> bare(name, value)))
                .toList();
        if (signatures.isEmpty()) {
            throw Refused.unsigned("header X-Gitea-Signature is missing: the webhook needs a secret");
        }
        byte[] key = secret.getBytes(StandardCharsets.UTF_8);
        if (!signatures.stream().allMatch(signature -> Signature.isHmac(signature, key, body))) {
            throw Refused.unsigned("the signature is not by our secret");
        }
    }

    private static String bare(String name, String value) {
        return name.equals(HUB) && value.startsWith("sha256=") ? value.substring("sha256=".length()) : value;
    }

    @Override
    public String id(Headers headers) {
        return either(headers, "Delivery");
    }

    @Override
    public String event(Headers headers) {
        return either(headers, "Event");
    }

    private static String either(Headers headers, String name) {
        return headers.one("X-Forgejo-" + name)
                .or(() -> headers.one("X-Gitea-" + name))
                .orElseThrow(() -> Refused.malformed("header X-Gitea-" + name + " is missing"));
    }

    /// Everything that it tells has a number of its own or the time at which it happened.
    @Override
    public boolean isToldOnce() {
        return true;
    }

    @Override
    public ForgeEvent read(String event, JsonNode body) {
        return Payload.of(body, PLACES)
                .map(payload -> read(event, payload))
                .orElseGet(() -> new Ignored("", event + " of no repository"));
    }

    private static ForgeEvent read(String event, Payload payload) {
        return switch (event) {
            case "pull_request" -> pullRequest(payload, payload.fields());
            case "pull_request_approved", "pull_request_rejected", "pull_request_comment" ->
                review(payload, payload.fields());
            case "push" -> push(payload);
            case "issue_comment" -> comment(payload, payload.fields());
            default -> payload.ignored("event that nothing follows from");
        };
    }

    /// A draft is one by its title, so a new title may mean that it is ready.
    private static ForgeEvent pullRequest(Payload payload, Fields fields) {
        return switch (fields.text("action")) {
            case "opened", "synchronized", "reopened" -> payload.moved();
            case "edited" ->
                fields.has("changes.ref") || fields.has("changes.title")
                        ? payload.moved()
                        : payload.ignored("pull request edited, and not what it is based on");
            case "closed" -> payload.closed(fields.truth("pull_request.merged"));
            default -> payload.ignored("pull request changed in what is nothing to us");
        };
    }

    private static ForgeEvent review(Payload payload, Fields fields) {
        return fields.text("action").equals("reviewed")
                ? payload.reviewed(
                        fields.text("review.type").equals("pull_request_review_approved"), "pull_request.head.sha")
                : payload.ignored("review edited");
    }

    /// The button that tests a webhook sends a push from a commit to itself.
    private static ForgeEvent push(Payload payload) {
        ForgeEvent event = payload.push("sender.login");
        return event instanceof Pushed push && push.before().equals(push.after())
                ? new Ping(payload.repository())
                : event;
    }

    private static ForgeEvent comment(Payload payload, Fields fields) {
        return fields.text("action").equals("created")
                ? payload.commented("comment", "body", "issue.number", !fields.truth("is_pull"))
                : payload.ignored("comment edited or deleted");
    }
}
