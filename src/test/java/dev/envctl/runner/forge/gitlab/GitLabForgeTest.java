package dev.envctl.runner.forge.gitlab;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.envctl.runner.forge.Forge;
import dev.envctl.runner.forge.Forge.CommitStatus;
import dev.envctl.runner.forge.Forge.Conversation;
import dev.envctl.runner.forge.Forge.IssueText;
import dev.envctl.runner.forge.Forge.Verdict;
import dev.envctl.runner.forge.Forges;
import dev.envctl.runner.forge.OwnMark;
import dev.envctl.testing.TurnableClock;
import dev.envctl.testing.forge.FakeForge.Opening;
import dev.envctl.testing.forge.FakeGitLab;
import dev.envctl.testing.forge.ForgeServer.Response;
import dev.envctl.testing.forge.World.Permission;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GitLabForgeTest {

    private static final String BASE = "e5bd3914e2e596debea16f433f57875b5b90bcd6";
    private static final String HEAD = "6dcb09b5b57875f334f61aebed695e2e4193db5e";
    private static final String REPOSITORY = "acme/platform/infra";
    private static final Conversation ONE = new Conversation(REPOSITORY, 1, false);
    private static final OwnMark MARK = OwnMark.of("test", "", URI.create("https://envctl.example.com"));
    private static final String PROJECT = "/projects/acme%2Fplatform%2Finfra";

    private final FakeGitLab gitlab = new FakeGitLab();
    private final Forge client = new Forges(gitlab.secrets(), new TurnableClock(), _ -> {}).of(gitlab.settings());

    @BeforeEach
    void open() {
        gitlab.repository(REPOSITORY, BASE);
        gitlab.permit(REPOSITORY, "ada", Permission.WRITE);
        gitlab.permit(REPOSITORY, "grace", Permission.WRITE);
        gitlab.openPullRequest(REPOSITORY, Opening.of("ada", "more-memory", HEAD));
    }

    @AfterEach
    void close() {
        gitlab.close();
    }

    @Test
    void asksForAMergeRequestInFewRequests() {
        gitlab.approve(REPOSITORY, 1, "grace");

        client.pullRequest(REPOSITORY, 1);

        assertThat(gitlab.requests())
                .containsExactly(
                        "GET " + PROJECT + "/merge_requests/1?include_diverged_commits_count=true",
                        "GET " + PROJECT + "/repository/branches/main",
                        "GET " + PROJECT + "/merge_requests/1/approvals",
                        "GET " + PROJECT + "/members/all/" + 1003);
    }

    @Test
    void asksAgainWhileGitLabChecks() {
        gitlab.undecided(REPOSITORY, 1, 2);
        assertThat(client.pullRequest(REPOSITORY, 1).mergeable()).isTrue();

        gitlab.undecided(REPOSITORY, 1, 100);
        assertThat(client.pullRequest(REPOSITORY, 1).mergeable()).isFalse();
    }

    @Test
    void nobodysApprovalIsNone() {
        assertThat(client.pullRequest(REPOSITORY, 1).approved()).isFalse();
    }

    @Test
    void aStatusThatIsThereAlreadyIsNoFailure() {
        var status = new CommitStatus(HEAD, "envctl/blue", Verdict.PENDING, "planning", "https://e/1");

        client.status(REPOSITORY, status);
        client.status(REPOSITORY, status);

        assertThat(requireNonNull(gitlab.statuses(REPOSITORY, HEAD).get("envctl/blue"))
                        .state())
                .isEqualTo("running");
    }

    @Test
    void anotherBadRequestIsOne() {
        gitlab.server().next(Response.of(400, Map.of("message", Map.of("name", "is too long"))));

        assertThatThrownBy(() -> client.status(
                        REPOSITORY, new CommitStatus(HEAD, "envctl/blue", Verdict.PENDING, "planning", "https://e/1")))
                .hasMessage("setting status envctl/blue of acme/platform/infra: answered 400"
                        + " ({\"name\":\"is too long\"})");
    }

    @Test
    void writesAsGitLabReads() {
        client.comment(ONE, Optional.empty(), MARK, "text");
        client.status(REPOSITORY, new CommitStatus(HEAD, "envctl/blue", Verdict.FAILURE, "no", "https://e/1"));
        int issue = client.issue(REPOSITORY, Optional.empty(), new IssueText(MARK, "Drift", "text", true))
                .orElseThrow();
        client.issue(REPOSITORY, Optional.of(issue), new IssueText(MARK, "Drift", "text", false));

        assertThat(gitlab.requests())
                .containsExactly(
                        "GET " + PROJECT + "/merge_requests/1/notes?order_by=created_at&sort=asc&per_page=100",
                        "POST " + PROJECT + "/merge_requests/1/notes",
                        "POST " + PROJECT + "/statuses/" + HEAD,
                        "GET /user",
                        "GET " + PROJECT + "/issues?per_page=100&author_username=envctl-bot",
                        "POST " + PROJECT + "/issues",
                        "PUT " + PROJECT + "/issues/" + issue);
        assertThat(gitlab.server().received().get(2).body().toString())
                .contains("\"state\":\"failed\"", "\"name\":\"envctl/blue\"", "\"target_url\":\"https://e/1\"");
        assertThat(gitlab.server()
                        .received()
                        .getLast()
                        .body()
                        .path("state_event")
                        .asText())
                .isEqualTo("close");
    }

    @Test
    void aGroupIsAskedByItsWholePath() {
        gitlab.team(REPOSITORY, "platform/owners", "grace");

        assertThat(client.is(REPOSITORY, "grace", "team:acme/platform/owners")).isTrue();
        assertThat(gitlab.requests())
                .containsExactly("GET /users?username=grace", "GET /groups/acme%2Fplatform%2Fowners/members/all/1003");
    }
}
