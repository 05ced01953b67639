package dev.envctl.runner.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.envctl.runner.forge.ForgeEvent;
import dev.envctl.runner.forge.ForgeEvent.Commented;
import dev.envctl.runner.forge.ForgeEvent.Ignored;
import dev.envctl.runner.forge.ForgeEvent.PullRequestClosed;
import dev.envctl.runner.forge.ForgeEvent.PullRequestMoved;
import dev.envctl.runner.forge.ForgeEvent.Pushed;
import dev.envctl.runner.forge.ForgeEvent.ReviewGiven;
import dev.envctl.runner.forge.OwnWords;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/// GitLab sends the webhook's secret token as it is, in `X-Gitlab-Token`; newer ones can sign instead, by the rules of
/// Standard Webhooks, with a signing token that begins with `whsec_`. Which of the two counts is said by our own secret
/// and never by the sender. `Idempotency-Key` (GitLab 17.4) is one per event and stays when it is sent again;
/// `X-Gitlab-Webhook-UUID` is one per attempt, and `X-Gitlab-Event-UUID` is shared by all that follows from one
/// request, so it is not taken.
final class GitLabDialect implements Dialect {

    private static final String SIGNING_TOKEN = "whsec_";

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
        var fields = new Fields(body);
        String repository = fields.has("project.path_with_namespace") ? fields.name("project.path_with_namespace") : "";
        if (repository.isEmpty()) {
            return new Ignored("", event + " of no project");
        }
        return switch (fields.text("object_kind")) {
            case "merge_request" -> mergeRequest(repository, fields);
            case "push" -> push(repository, fields);
            case "note" -> note(repository, fields);
            default -> new Ignored(repository, "event that nothing follows from");
        };
    }

    private static ForgeEvent mergeRequest(String repository, Fields fields) {
        return switch (fields.optionalText("object_attributes.action")) {
            case "open", "reopen" -> moved(repository, fields);
            case "update" ->
                isMove(fields)
                        ? moved(repository, fields)
                        : new Ignored(repository, "merge request edited, and neither pushed to nor made ready");
            case "close", "merge" ->
                new PullRequestClosed(
                        repository,
                        fields.number("object_attributes.iid"),
                        fields.text("object_attributes.action").equals("merge"),
                        fields.name("user.username"));
            case "approved", "unapproved", "approval", "unapproval" ->
                new ReviewGiven(
                        repository,
                        fields.number("object_attributes.iid"),
                        fields.name("user.username"),
                        !fields.text("object_attributes.action").startsWith("un"),
                        Optional.of(fields.commit("object_attributes.last_commit.id")));
            default -> new Ignored(repository, "merge request changed in what is nothing to us");
        };
    }

    /// `oldrev` is there when commits came.
    private static boolean isMove(Fields fields) {
        return fields.has("object_attributes.oldrev")
                || fields.has("changes.target_branch")
                || fields.at("changes.draft.previous").asBoolean(false);
    }

    private static PullRequestMoved moved(String repository, Fields fields) {
        return new PullRequestMoved(
                repository,
                fields.number("object_attributes.iid"),
                fields.commit("object_attributes.last_commit.id"),
                fields.name("user.username"));
    }

    private static ForgeEvent push(String repository, Fields fields) {
        Optional<String> branch = fields.branch("ref");
        if (branch.isEmpty() || fields.isNoCommit("after")) {
            return new Ignored(repository, "push of a tag, or a branch deleted");
        }
        return new Pushed(
                repository,
                branch.get(),
                fields.commit("before"),
                fields.commit("after"),
                fields.name("user_username"));
    }

    private static ForgeEvent note(String repository, Fields fields) {
        if (!isNew(fields) || fields.at("object_attributes.system").asBoolean(false)) {
            return new Ignored(repository, "comment edited, or by GitLab itself");
        }
        String body = fields.text("object_attributes.note");
        if (OwnWords.isOurs(body)) {
            return new Ignored(repository, "our own comment");
        }
        return switch (fields.text("object_attributes.noteable_type")) {
            case "MergeRequest" -> commented(repository, fields, "merge_request.iid", false, body);
            case "Issue" -> commented(repository, fields, "issue.iid", true, body);
            default -> new Ignored(repository, "comment on a commit or snippet");
        };
    }

    private static Commented commented(String repository, Fields fields, String number, boolean onIssue, String body) {
        return new Commented(
                repository,
                fields.number(number),
                onIssue,
                fields.id("object_attributes.id"),
                fields.name("user.username"),
                body);
    }

    /// Older ones do not say `action`, but send notes that were edited all the same.
    private static boolean isNew(Fields fields) {
        return fields.has("object_attributes.action")
                ? fields.text("object_attributes.action").equals("create")
                : fields.optionalText("object_attributes.created_at")
                        .equals(fields.optionalText("object_attributes.updated_at"));
    }
}
