package dev.envctl.runner.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.envctl.runner.forge.ForgeEvent;
import dev.envctl.runner.forge.ForgeEvent.Ignored;
import dev.envctl.runner.webhook.Payload.Places;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;

/// GitLab sends the webhook's secret token as it is, in `X-Gitlab-Token`; newer ones can sign instead, by the rules of
/// Standard Webhooks, with a signing token that begins with `whsec_`. Which of the two counts is said by our own secret
/// and never by the sender. `Idempotency-Key` (GitLab 17.4) is one per event and stays when it is sent again;
/// `X-Gitlab-Webhook-UUID` is one per attempt, and `X-Gitlab-Event-UUID` is shared by all that follows from one
/// request, so it is not taken.
final class GitLabDialect implements Dialect {

    private static final String SIGNING_TOKEN = "whsec_";

    private static final Places PLACES = new Places(
            "project.path_with_namespace",
            "object_attributes.iid",
            "object_attributes.last_commit.id",
            "user.username");

    /// How old a signature may be, and how far the clocks apart.
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    @Override
    public boolean isUsable(String secret) {
        try {
            return !secret.startsWith(SIGNING_TOKEN)
                    ? !secret.isEmpty()
                    : Base64.getDecoder().decode(secret.substring(SIGNING_TOKEN.length())).length > 0;
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    @Override
    public void verify(Headers headers, byte[] body, String secret, Instant now) {
        if (secret.startsWith(SIGNING_TOKEN)) {
            verifySignature(headers, body, secret.substring(SIGNING_TOKEN.length()), now);
            return;
        }
        String token = headers.one("X-Gitlab-Token")
                .orElseThrow(
                        () -> Refused.unsigned("header X-Gitlab-Token is missing: the webhook needs a secret token"));
        if (!Signature.isSame(token, secret)) {
            throw Refused.unsigned("the secret token is not ours");
        }
    }

    private static void verifySignature(Headers headers, byte[] body, String key, Instant now) {
        String id = signed(headers, "webhook-id");
        String timestamp = signed(headers, "webhook-timestamp");
        String signatures = signed(headers, "webhook-signature");
        byte[] text = join((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8), body);
        boolean good = Arrays.stream(signatures.split(" ", -1))
                .filter(signature -> signature.startsWith("v1,"))
                .anyMatch(signature -> Signature.isBase64Hmac(
                        signature.substring("v1,".length()), Base64.getDecoder().decode(key), text));
        if (!good) {
            throw Refused.unsigned("the signature is not by our secret");
        }
        if (!timestamp.matches("[0-9]{1,11}") || isFar(Instant.ofEpochSecond(Long.parseLong(timestamp)), now)) {
            throw Refused.unsigned("the signature is older than " + TOLERANCE.toMinutes() + " minutes");
        }
    }

    private static String signed(Headers headers, String name) {
        return headers.one(name)
                .orElseThrow(
                        () -> Refused.unsigned("header " + name + " is missing: the webhook needs a signing token"));
    }

    private static boolean isFar(Instant signed, Instant now) {
        return Duration.between(signed, now).abs().compareTo(TOLERANCE) > 0;
    }

    private static byte[] join(byte[] start, byte[] end) {
        var whole = new ByteArrayOutputStream();
        whole.writeBytes(start);
        whole.writeBytes(end);
        return whole.toByteArray();
    }

    @Override
    public String id(Headers headers) {
        return headers.one("webhook-id")
                .or(() -> headers.one("Idempotency-Key"))
                .or(() -> headers.one("X-Gitlab-Webhook-UUID"))
                .orElseThrow(() ->
                        Refused.malformed("header Idempotency-Key is missing: the runner needs GitLab 16.2 or later"));
    }

    @Override
    public String event(Headers headers) {
        return headers.one("X-Gitlab-Event").orElseThrow(() -> Refused.malformed("header X-Gitlab-Event is missing"));
    }

    /// A signing token signs the id too. Whoever overheard a secret token needs no bytes of ours to say anything;
    /// and an approval that is taken back and given again may look as it did the first time.
    @Override
    public boolean isToldOnce() {
        return false;
    }

    @Override
    public ForgeEvent read(String event, JsonNode body) {
        return Payload.of(body, PLACES)
                .map(GitLabDialect::read)
                .orElseGet(() -> new Ignored("", event + " of no project"));
    }

    private static ForgeEvent read(Payload payload) {
        Fields fields = payload.fields();
        return switch (fields.text("object_kind")) {
            case "merge_request" -> mergeRequest(payload, fields);
            case "push" -> payload.push("user_username");
            case "note" -> note(payload, fields);
            default -> payload.ignored("event that nothing follows from");
        };
    }

    private static ForgeEvent mergeRequest(Payload payload, Fields fields) {
        String action = fields.optionalText("object_attributes.action");
        return switch (action) {
            case "open", "reopen" -> payload.moved();
            case "update" ->
                isMove(fields)
                        ? payload.moved()
                        : payload.ignored("merge request edited, and neither pushed to nor made ready");
            case "close", "merge" -> payload.closed(action.equals("merge"));
            case "approved", "unapproved", "approval", "unapproval" ->
                payload.reviewed(!action.startsWith("un"), PLACES.head());
            default -> payload.ignored("merge request changed in what is nothing to us");
        };
    }

    /// `oldrev` is there when commits came.
    private static boolean isMove(Fields fields) {
        return fields.has("object_attributes.oldrev")
                || fields.has("changes.target_branch")
                || fields.at("changes.draft.previous").asBoolean(false);
    }

    private static ForgeEvent note(Payload payload, Fields fields) {
        if (!isNew(fields) || fields.at("object_attributes.system").asBoolean(false)) {
            return payload.ignored("comment edited, or by GitLab itself");
        }
        return switch (fields.text("object_attributes.noteable_type")) {
            case "MergeRequest" -> payload.commented("object_attributes", "note", "merge_request.iid", false);
            case "Issue" -> payload.commented("object_attributes", "note", "issue.iid", true);
            default -> payload.ignored("comment on a commit or snippet");
        };
    }

    /// Older ones do not say `action`, but send notes that were edited all the same.
    private static boolean isNew(Fields fields) {
        return fields.has("object_attributes.action")
                ? fields.text("object_attributes.action").equals("create")
                : fields.optionalText("object_attributes.created_at")
                        .equals(fields.optionalText("object_attributes.updated_at"));
    }
}
