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
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
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

    /// By the names under which they were recorded.
    private static Stream<Arguments> of(String forge, String in) {
        var events = new LinkedHashMap<String, ForgeEvent>();
        events.put("push", new Pushed(in, "main", BASE, MERGED, "grace"));
        switch (forge) {
            case "github" -> putGitHub(in, events);
            case "gitlab" -> putGitLab(in, events);
            default -> putGitea(in, events);
        }
        return events.entrySet().stream().map(event -> Arguments.of(forge, event.getKey(), event.getValue()));
    }

    private static PullRequestMoved moved(String in, String head) {
        return new PullRequestMoved(in, 7, head, "ada");
    }

    private static ReviewGiven reviewed(String in, boolean approves) {
        return new ReviewGiven(in, 7, "grace", approves, Optional.of(FIRST));
    }

    private static Commented commented(String in, int number, boolean onIssue) {
        return new Commented(in, number, onIssue, COMMENT, "grace", TEXT);
    }

    private static void putGitHub(String in, Map<String, ForgeEvent> events) {
        putHub(in, events);
        events.put("pull_request.synchronize", moved(in, SECOND));
        events.put("pull_request.ready_for_review", moved(in, FIRST));
        events.put("pull_request.edited", moved(in, FIRST));
        events.put("pull_request_review.submitted", reviewed(in, true));
        events.put("check_run.rerequested", new CheckRerun(in, FIRST, Optional.of("envctl"), "ada"));
        events.put("check_suite.rerequested", new CheckRerun(in, FIRST, Optional.empty(), "ada"));
        events.put("ping", new Ping(in));
    }

    private static void putGitea(String in, Map<String, ForgeEvent> events) {
        putHub(in, events);
        events.put("pull_request.opened.forgejo", moved(in, FIRST));
        events.put("pull_request.synchronized", moved(in, SECOND));
        events.put("pull_request_approved", reviewed(in, true));
        events.put("pull_request_rejected", reviewed(in, false));
        events.put("push.test", new Ping(in));
    }

    /// What GitHub and Gitea call the same.
    private static void putHub(String in, Map<String, ForgeEvent> events) {
        events.put("pull_request.opened", moved(in, FIRST));
        events.put("pull_request.reopened", moved(in, FIRST));
        events.put("pull_request.closed", new PullRequestClosed(in, 7, true, "grace"));
        events.put("issue_comment.created", commented(in, 7, false));
        events.put("issue_comment.created_on_issue", commented(in, 12, true));
    }

    private static void putGitLab(String in, Map<String, ForgeEvent> events) {
        events.put("merge_request.open", moved(in, FIRST));
        events.put("merge_request.update", moved(in, SECOND));
        events.put("merge_request.update_ready", moved(in, FIRST));
        events.put("merge_request.reopen", moved(in, FIRST));
        events.put("merge_request.close", new PullRequestClosed(in, 7, false, "ada"));
        events.put("merge_request.merge", new PullRequestClosed(in, 7, true, "grace"));
        events.put("merge_request.approved", reviewed(in, true));
        events.put("merge_request.unapproved", reviewed(in, false));
        events.put("note.merge_request", commented(in, 7, false));
        events.put("note.issue", commented(in, 12, true));
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
