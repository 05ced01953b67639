package dev.envctl.runner.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.envctl.runner.forge.ForgeEvent;
import dev.envctl.runner.forge.ForgeEvent.CheckRerun;
import dev.envctl.runner.forge.ForgeEvent.Commented;
import dev.envctl.runner.forge.ForgeEvent.Ignored;
import dev.envctl.runner.forge.ForgeEvent.Ping;
import dev.envctl.runner.forge.ForgeEvent.PullRequestClosed;
import dev.envctl.runner.forge.ForgeEvent.PullRequestMoved;
import dev.envctl.runner.forge.ForgeEvent.Pushed;
import dev.envctl.runner.forge.ForgeEvent.ReviewGiven;
import dev.envctl.runner.forge.OwnMark;
import dev.envctl.runner.settings.RunnerSettings.ForgeType;
import dev.envctl.testing.forge.Recorded;
import dev.envctl.testing.forge.SignedDelivery;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What the recorded payloads mean.
class PayloadsTest {

    private static final String FIRST = "6dcb09b5b57875f334f61aebed695e2e4193db5e";
    private static final String SECOND = "0d1a26e67d8f5eaf1f6ba5c57fc3c7d91ac0fd1c";
    private static final String BASE = "e5bd3914e2e596debea16f433f57875b5b90bcd6";
    private static final String MERGED = "9049f1265b7d61be4a8904a9a27120d2064dab3b";
    private static final long COMMENT = 492700400;
    private static final String TEXT = "/envctl apply teams/blue";

    static Stream<Arguments> payloads() {
        return Stream.of(of("github", "acme/infra"), of("gitea", "acme/infra"), of("gitlab", "acme/platform/infra"))
                .flatMap(payloads -> payloads);
    }

    private static Stream<Arguments> of(String forge, String in) {
        var opened = new PullRequestMoved(in, 7, FIRST, "ada");
        var pushedTo = new PullRequestMoved(in, 7, SECOND, "ada");
        var merged = new PullRequestClosed(in, 7, true, "grace");
        var approved = new ReviewGiven(in, 7, "grace", true, Optional.of(FIRST));
        var declined = new ReviewGiven(in, 7, "grace", false, Optional.of(FIRST));
        var push = new Pushed(in, "main", BASE, MERGED, "grace");
        var comment = new Commented(in, 7, false, COMMENT, "grace", TEXT);
        var onIssue = new Commented(in, 12, true, COMMENT, "grace", TEXT);
        return switch (forge) {
            case "github" ->
                Stream.of(
                        Arguments.of(forge, "pull_request.opened", opened),
                        Arguments.of(forge, "pull_request.synchronize", pushedTo),
                        Arguments.of(forge, "pull_request.reopened", opened),
                        Arguments.of(forge, "pull_request.ready_for_review", opened),
                        Arguments.of(forge, "pull_request.edited", opened),
                        Arguments.of(forge, "pull_request.closed", merged),
                        Arguments.of(forge, "pull_request_review.submitted", approved),
                        Arguments.of(forge, "push", push),
                        Arguments.of(forge, "issue_comment.created", comment),
                        Arguments.of(forge, "issue_comment.created_on_issue", onIssue),
                        Arguments.of(
                                forge,
                                "check_run.rerequested",
                                new CheckRerun(in, FIRST, Optional.of("envctl"), "ada")),
                        Arguments.of(
                                forge, "check_suite.rerequested", new CheckRerun(in, FIRST, Optional.empty(), "ada")),
                        Arguments.of(forge, "ping", new Ping(in)));
            case "gitlab" ->
                Stream.of(
                        Arguments.of(forge, "merge_request.open", opened),
                        Arguments.of(forge, "merge_request.update", pushedTo),
                        Arguments.of(forge, "merge_request.update_ready", opened),
                        Arguments.of(forge, "merge_request.reopen", opened),
                        Arguments.of(forge, "merge_request.close", new PullRequestClosed(in, 7, false, "ada")),
                        Arguments.of(forge, "merge_request.merge", merged),
                        Arguments.of(forge, "merge_request.approved", approved),
                        Arguments.of(forge, "merge_request.unapproved", declined),
                        Arguments.of(forge, "push", push),
                        Arguments.of(forge, "note.merge_request", comment),
                        Arguments.of(forge, "note.issue", onIssue));
            default ->
                Stream.of(
                        Arguments.of(forge, "pull_request.opened", opened),
                        Arguments.of(forge, "pull_request.opened.forgejo", opened),
                        Arguments.of(forge, "pull_request.synchronized", pushedTo),
                        Arguments.of(forge, "pull_request.reopened", opened),
                        Arguments.of(forge, "pull_request.closed", merged),
                        Arguments.of(forge, "pull_request_approved", approved),
                        Arguments.of(forge, "pull_request_rejected", declined),
                        Arguments.of(forge, "push", push),
                        Arguments.of(forge, "push.test", new Ping(in)),
                        Arguments.of(forge, "issue_comment.created", comment),
                        Arguments.of(forge, "issue_comment.created_on_issue", onIssue));
        };
    }

    @ParameterizedTest
    @MethodSource("payloads")
    void mean(String forge, String recorded, ForgeEvent event) {
        assertThat(read(forge, Recorded.signed(forge, recorded))).isEqualTo(event);
    }

    @ParameterizedTest
    @CsvSource({
        "github, pull_request.labeled",
        "github, push.deleted",
        "github, push.tag",
        "github, issue_comment.edited",
        "github, issue_comment.deleted",
        "github, check_run.created",
        "github, installation.created",
        "gitlab, merge_request.update_title",
        "gitlab, push.deleted",
        "gitlab, push.tag",
        "gitlab, note.updated",
        "gitlab, pipeline",
        "gitea, pull_request.edited",
        "gitea, push.tag",
        "gitea, issue_comment.edited",
        "gitea, issue_comment.deleted",
    })
    void meanNothingToUs(String forge, String recorded) {
        assertThat(read(forge, Recorded.signed(forge, recorded))).isInstanceOf(Ignored.class);
    }

    @ParameterizedTest
    @CsvSource({
        "github, issue_comment.created",
        "gitlab, note.merge_request",
        "gitea, issue_comment.created",
    })
    void ourOwnCommentsNeverTrigger(String forge, String recorded) {
        SignedDelivery delivery = Recorded.signed(forge, recorded);
        String ours = OwnMark.of("answer", "", URI.create("https://envctl.example.com"))
                .under(TEXT)
                .replace("\n", "\\n");
        String body = new String(delivery.body(), StandardCharsets.UTF_8).replace(TEXT, ours);

        ForgeEvent event = read(forge, delivery.withBody(body.getBytes(StandardCharsets.UTF_8)));

        assertThat(event)
                .isInstanceOfSatisfying(
                        Ignored.class, ignored -> assertThat(ignored.reason()).isEqualTo("our own comment"));
    }

    @ParameterizedTest
    @CsvSource({
        "github, pull_request.opened, '\"number\":7', '\"number\":-7', pull_request.number",
        "github, pull_request.opened, '\"number\":7', '\"number\":\"7\"', pull_request.number",
        "github, pull_request.opened, 6dcb09b5b57875f334f61aebed695e2e4193db5e, --upload-pack=x, pull_request.head.sha",
        "github, push, refs/heads/main, refs/heads/, ref",
        "github, push, '\"ref\":\"refs/heads/main\"', '\"ref\":null', ref",
        "github, issue_comment.created, '\"id\":492700400', '\"id\":1e400', comment.id",
        "gitlab, merge_request.open, '\"iid\":7', '\"iid\":7.5', object_attributes.iid",
        "gitea, push, '\"after\":\"9049', '\"after\":\"XX49', after",
    })
    void whatAForgeWouldNotWriteIsRefusedByItsName(
            String forge, String recorded, String good, String bad, String where) {
        SignedDelivery delivery = Recorded.signed(forge, recorded);
        String body = new String(delivery.body(), StandardCharsets.UTF_8);
        assertThat(body).contains(good);
        byte[] changed = body.replace(good, bad).getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> read(forge, delivery.withBody(changed)))
                .isInstanceOf(Refused.class)
                .hasMessageStartingWith(where + " is not a")
                .hasMessageNotContaining(bad);
    }

    @Test
    void anOlderGitLabDoesNotSayWhetherANoteIsNew() {
        SignedDelivery delivery = Recorded.signed("gitlab", "note.merge_request");
        String body = new String(delivery.body(), StandardCharsets.UTF_8).replace(",\"action\":\"create\"", "");
        String edited = body.replace(
                "\"updated_at\":\"2026-01-05 09:12:31 UTC\",\"updated_by_id\":null,\"description\"",
                "\"updated_at\":\"2026-01-05 10:00:00 UTC\",\"updated_by_id\":null,\"description\"");
        assertThat(edited).isNotEqualTo(body);

        assertThat(read("gitlab", delivery.withBody(body.getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(Commented.class);
        assertThat(read("gitlab", delivery.withBody(edited.getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(Ignored.class);
    }

    private static ForgeEvent read(String forge, SignedDelivery delivery) {
        Dialect dialect = Dialect.of(ForgeType.valueOf(forge.toUpperCase(Locale.ROOT)));
        Headers headers = Headers.of(delivery.headerLists());
        return dialect.read(dialect.event(headers), Body.json(Body.text(delivery.body())));
    }
}
