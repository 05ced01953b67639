package dev.envctl.runner.forge.gitea;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.runner.forge.Forge;
import dev.envctl.runner.forge.Forge.CommitStatus;
import dev.envctl.runner.forge.Forge.Conversation;
import dev.envctl.runner.forge.Forge.IssueText;
import dev.envctl.runner.forge.Forge.Verdict;
import dev.envctl.runner.forge.Forges;
import dev.envctl.runner.forge.OwnMark;
import dev.envctl.testing.TurnableClock;
import dev.envctl.testing.forge.FakeForge.Opening;
import dev.envctl.testing.forge.FakeGitea;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GiteaForgeTest {

    private static final String BASE = "e5bd3914e2e596debea16f433f57875b5b90bcd6";
    private static final String HEAD = "6dcb09b5b57875f334f61aebed695e2e4193db5e";
    private static final String REPOSITORY = "acme/infra";
    private static final Conversation ONE = new Conversation(REPOSITORY, 1, false);
    private static final OwnMark MARK = OwnMark.of("test", "", URI.create("https://envctl.example.com"));

    private final FakeGitea gitea = FakeGitea.gitea();
    private final Forge client = new Forges(gitea.secrets(), new TurnableClock(), _ -> {}).of(gitea.settings());

    @BeforeEach
    void open() {
        gitea.repository(REPOSITORY, BASE);
        gitea.openPullRequest(REPOSITORY, Opening.of("ada", "more-memory", HEAD));
    }

    @AfterEach
    void close() {
        gitea.close();
    }

    @Test
    void asksForAPullRequestInTwoRequests() {
        client.pullRequest(REPOSITORY, 1);

        assertThat(gitea.requests())
                .containsExactly("GET /repos/acme/infra/pulls/1", "GET /repos/acme/infra/pulls/1/reviews?limit=50");
    }

    @Test
    void writesAsGiteaReads() {
        long comment = client.comment(ONE, Optional.empty(), MARK, "text");
        client.comment(ONE, Optional.of(comment), MARK, "text");
        client.status(REPOSITORY, new CommitStatus(HEAD, "envctl/blue", Verdict.FAILURE, "no", "https://e/1"));
        int issue = client.issue(REPOSITORY, Optional.empty(), new IssueText(MARK, "Drift", "text", true))
                .orElseThrow();
        client.issue(REPOSITORY, Optional.of(issue), new IssueText(MARK, "Drift", "text", false));

        assertThat(gitea.requests())
                .containsExactly(
                        "GET /repos/acme/infra/issues/1/comments",
                        "POST /repos/acme/infra/issues/1/comments",
                        "PATCH /repos/acme/infra/issues/comments/" + comment,
                        "POST /repos/acme/infra/statuses/" + HEAD,
                        "GET /user",
                        "GET /repos/acme/infra/issues?type=issues&state=all&limit=50&created_by=envctl-bot",
                        "POST /repos/acme/infra/issues",
                        "PATCH /repos/acme/infra/issues/" + issue);
        assertThat(gitea.server().received().get(3).body().toString())
                .contains("\"state\":\"failure\"", "\"context\":\"envctl/blue\"", "\"target_url\":\"https://e/1\"");
        assertThat(gitea.server().received().getLast().body().path("state").asText())
                .isEqualTo("closed");
    }

    @Test
    void aTeamIsFoundByItsNameAndNotByAPartOfIt() {
        gitea.team(REPOSITORY, "platform-owners", "hopper");
        gitea.team(REPOSITORY, "platform", "grace");

        assertThat(client.is(REPOSITORY, "grace", "team:platform")).isTrue();
        assertThat(gitea.requests())
                .containsExactly("GET /orgs/acme/teams/search?limit=50&q=platform", "GET /teams/2/members/grace");
    }
}
