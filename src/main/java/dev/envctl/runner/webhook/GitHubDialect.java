package dev.envctl.runner.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.envctl.runner.forge.ForgeEvent;
import dev.envctl.runner.forge.ForgeEvent.CheckRerun;
import dev.envctl.runner.forge.ForgeEvent.Ignored;
import dev.envctl.runner.forge.ForgeEvent.Ping;
import dev.envctl.runner.webhook.Payload.Places;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/// GitHub signs the body with the webhook's secret, in `X-Hub-Signature-256`. `X-GitHub-Delivery` is one per event and
/// stays when it is delivered again by hand.
final class GitHubDialect implements Dialect {

    private static final String SIGNATURE = "X-Hub-Signature-256";

    private static final Places PLACES =
            new Places("repository.full_name", "pull_request.number", "pull_request.head.sha", "sender.login");

    @Override
    public void verify(Headers headers, byte[] body, String secret, Instant now) {
        String signature = headers.one(SIGNATURE)
                .filter(text -> text.startsWith("sha256="))
                .orElseThrow(() -> Refused.unsigned("header " + SIGNATURE + " is missing: the webhook needs a secret"));
        if (!Signature.isHmac(signature.substring("sha256=".length()), secret.getBytes(StandardCharsets.UTF_8), body)) {
            throw Refused.unsigned("the signature is not by our secret");
        }
    }

    @Override
    public String id(Headers headers) {
        return headers.one("X-GitHub-Delivery")
                .orElseThrow(() -> Refused.malformed("header X-GitHub-Delivery is missing"));
    }

    @Override
    public String event(Headers headers) {
        return headers.one("X-GitHub-Event").orElseThrow(() -> Refused.malformed("header X-GitHub-Event is missing"));
    }

    /// Everything that it tells has a number of its own or the time at which it happened.
    @Override
    public boolean isToldOnce() {
        return true;
    }

    @Override
    public ForgeEvent read(String event, JsonNode body) {
        Optional<Payload> payload = Payload.of(body, PLACES);
        if (event.equals("ping")) {
            return new Ping(payload.map(Payload::repository).orElse(""));
        }
        return payload.map(told -> read(event, told)).orElseGet(() -> new Ignored("", event + " of no repository"));
    }

    private static ForgeEvent read(String event, Payload payload) {
        return switch (event) {
            case "pull_request" -> pullRequest(payload, payload.fields());
            case "pull_request_review" -> review(payload, payload.fields());
            case "push" -> payload.push("sender.login");
            case "issue_comment" -> comment(payload, payload.fields());
            case "check_run" -> rerun(payload, "check_run", true);
            case "check_suite" -> rerun(payload, "check_suite", false);
            default -> payload.ignored("event that nothing follows from");
        };
    }

    private static ForgeEvent pullRequest(Payload payload, Fields fields) {
        return switch (fields.text("action")) {
            case "opened", "synchronize", "reopened", "ready_for_review" -> payload.moved();
            case "edited" ->
                fields.has("changes.base")
                        ? payload.moved()
                        : payload.ignored("pull request edited, and not what it is based on");
            case "closed" -> payload.closed(fields.truth("pull_request.merged"));
            default -> payload.ignored("pull request changed in what is nothing to us");
        };
    }

    private static ForgeEvent review(Payload payload, Fields fields) {
        return switch (fields.text("action")) {
            case "submitted", "dismissed" ->
                payload.reviewed(fields.text("review.state").equalsIgnoreCase("approved"), "review.commit_id");
            default -> payload.ignored("review edited");
        };
    }

    private static ForgeEvent comment(Payload payload, Fields fields) {
        return fields.text("action").equals("created")
                ? payload.commented("comment", "body", "issue.number", !fields.has("issue.pull_request"))
                : payload.ignored("comment edited or deleted");
    }

    /// `place` is where the check stands.
    private static ForgeEvent rerun(Payload payload, String place, boolean hasName) {
        Fields fields = payload.fields();
        if (!fields.text("action").equals("rerequested")) {
            return payload.ignored("check that nobody wants again");
        }
        Optional<String> name = hasName ? Optional.of(fields.name(place + ".name")) : Optional.empty();
        return new CheckRerun(payload.repository(), fields.commit(place + ".head_sha"), name, payload.actor());
    }
}
