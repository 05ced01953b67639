package dev.envctl.runner.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.envctl.runner.forge.ForgeEvent;
import dev.envctl.runner.forge.ForgeEvent.CheckRerun;
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

/// GitHub signs the body with the webhook's secret, in `X-Hub-Signature-256`. `X-GitHub-Delivery` is one per event and
/// stays when it is delivered again by hand.
final class GitHubDialect implements Dialect {

    private static final String SIGNATURE = "X-Hub-Signature-256";

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
        var fields = new Fields(body);
        String repository = fields.has("repository.full_name") ? fields.name("repository.full_name") : "";
        if (event.equals("ping")) {
            return new Ping(repository);
        }
        if (repository.isEmpty()) {
            return new Ignored("", event + " of no repository");
        }
        return switch (event) {
            case "pull_request" -> pullRequest(repository, fields);
            case "pull_request_review" -> review(repository, fields);
            case "push" -> push(repository, fields);
            case "issue_comment" -> comment(repository, fields);
            case "check_run" -> checkRun(repository, fields);
            case "check_suite" -> checkSuite(repository, fields);
            default -> new Ignored(repository, "event that nothing follows from");
        };
    }

    private static ForgeEvent pullRequest(String repository, Fields fields) {
        return switch (fields.text("action")) {
            case "opened", "synchronize", "reopened", "ready_for_review" -> moved(repository, fields);
            case "edited" ->
                fields.has("changes.base")
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

    private static PullRequestMoved moved(String repository, Fields fields) {
        return new PullRequestMoved(
                repository,
                fields.number("pull_request.number"),
                fields.commit("pull_request.head.sha"),
                fields.name("sender.login"));
    }

    private static ForgeEvent review(String repository, Fields fields) {
        return switch (fields.text("action")) {
            case "submitted", "dismissed" ->
                new ReviewGiven(
                        repository,
                        fields.number("pull_request.number"),
                        fields.name("sender.login"),
                        fields.text("review.state").equalsIgnoreCase("approved"),
                        Optional.of(fields.commit("review.commit_id")));
            default -> new Ignored(repository, "review edited");
        };
    }

    private static ForgeEvent push(String repository, Fields fields) {
        Optional<String> branch = fields.branch("ref");
        if (branch.isEmpty() || fields.isNoCommit("after")) {
            return new Ignored(repository, "push of a tag, or a branch deleted");
        }
        return new Pushed(
                repository, branch.get(), fields.commit("before"), fields.commit("after"), fields.name("sender.login"));
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
                !fields.has("issue.pull_request"),
                fields.id("comment.id"),
                fields.name("sender.login"),
                body);
    }

    private static ForgeEvent checkRun(String repository, Fields fields) {
        if (!fields.text("action").equals("rerequested")) {
            return new Ignored(repository, "check run that nobody wants again");
        }
        return new CheckRerun(
                repository,
                fields.commit("check_run.head_sha"),
                Optional.of(fields.name("check_run.name")),
                fields.name("sender.login"));
    }

    private static ForgeEvent checkSuite(String repository, Fields fields) {
        if (!fields.text("action").equals("rerequested")) {
            return new Ignored(repository, "check suite that nobody wants again");
        }
        return new CheckRerun(
                repository, fields.commit("check_suite.head_sha"), Optional.empty(), fields.name("sender.login"));
    }
}
