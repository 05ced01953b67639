package dev.envctl.runner.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.envctl.runner.forge.ForgeEvent;
import dev.envctl.runner.forge.ForgeEvent.Commented;
import dev.envctl.runner.forge.ForgeEvent.Ignored;
import dev.envctl.runner.forge.ForgeEvent.Ping;
import dev.envctl.runner.forge.ForgeEvent.PullRequestClosed;
import dev.envctl.runner.forge.ForgeEvent.PullRequestMoved;
import dev.envctl.runner.forge.ForgeEvent.Pushed;
import dev.envctl.runner.forge.ForgeEvent.ReviewGiven;
import dev.envctl.runner.forge.OwnWords;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/// Gitea signs the body with the webhook's secret and says so in several headers, Forgejo in one more; all of them are
/// checked that are there, so that a good one does not excuse a bad one. Both send an empty header where the webhook
/// has no secret.
final class GiteaDialect implements Dialect {

    private static final String HUB = "X-Hub-Signature-256";

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
        var fields = new Fields(body);
        String repository = fields.has("repository.full_name") ? fields.name("repository.full_name") : "";
        if (repository.isEmpty()) {
            return new Ignored("", event + " of no repository");
        }
        return switch (event) {
            case "pull_request" -> pullRequest(repository, fields);
            case "pull_request_approved", "pull_request_rejected", "pull_request_comment" -> review(repository, fields);
            case "push" -> push(repository, fields);
            case "issue_comment" -> comment(repository, fields);
            default -> new Ignored(repository, "event that nothing follows from");
        };
    }

    private static ForgeEvent pullRequest(String repository, Fields fields) {
        return switch (fields.text("action")) {
            case "opened", "synchronized", "reopened" -> moved(repository, fields);
            case "edited" ->
                fields.has("changes.ref") || fields.has("changes.title")
                        ? moved(repository, fields)
                        : new Ignored(repository, "pull request edited, and not what it is based on");
            case "closed" ->
                new PullRequestClosed(
                        repository,
                        fields.number("pull_request.number"),
                        fields.truth("pull_request.merged"),
                        fields.name("sender.login"));
            default -> new Ignored(repository, "pull request changed in what is nothing to us");
        };
    }

    /// A draft is one by its title, so a new title may mean that it is ready.
    private static PullRequestMoved moved(String repository, Fields fields) {
        return new PullRequestMoved(
                repository,
                fields.number("pull_request.number"),
                fields.commit("pull_request.head.sha"),
                fields.name("sender.login"));
    }

    private static ForgeEvent review(String repository, Fields fields) {
        return fields.text("action").equals("reviewed")
                ? new ReviewGiven(
                        repository,
                        fields.number("pull_request.number"),
                        fields.name("sender.login"),
                        fields.text("review.type").equals("pull_request_review_approved"),
                        Optional.of(fields.commit("pull_request.head.sha")))
                : new Ignored(repository, "review edited");
    }

    /// The button that tests a webhook sends a push from a commit to itself.
    private static ForgeEvent push(String repository, Fields fields) {
        Optional<String> branch = fields.branch("ref");
        if (branch.isEmpty() || fields.isNoCommit("after")) {
            return new Ignored(repository, "push of a tag, or a branch deleted");
        }
        String before = fields.commit("before");
        String after = fields.commit("after");
        return before.equals(after)
                ? new Ping(repository)
                : new Pushed(repository, branch.get(), before, after, fields.name("sender.login"));
    }

    private static ForgeEvent comment(String repository, Fields fields) {
        if (!fields.text("action").equals("created")) {
            return new Ignored(repository, "comment edited or deleted");
        }
        String body = fields.text("comment.body");
        if (OwnWords.isOurs(body)) {
            return new Ignored(repository, "our own comment");
        }
        return new Commented(
                repository,
                fields.number("issue.number"),
                !fields.truth("is_pull"),
                fields.id("comment.id"),
                fields.name("sender.login"),
                body);
    }
}
