package dev.envctl.runner.forge.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.envctl.runner.forge.Forge;
import dev.envctl.runner.forge.Forge.Annotation;
import dev.envctl.runner.forge.Forge.Check;
import dev.envctl.runner.forge.Forge.GitCredentials;
import dev.envctl.runner.forge.Forge.Verdict;
import dev.envctl.runner.forge.ForgeException;
import dev.envctl.runner.forge.Forges;
import dev.envctl.testing.TurnableClock;
import dev.envctl.testing.forge.FakeForge;
import dev.envctl.testing.forge.FakeForge.Opening;
import dev.envctl.testing.forge.FakeGitHub;
import dev.envctl.testing.forge.ForgeServer.Request;
import dev.envctl.testing.forge.ForgeServer.Response;
import dev.envctl.testing.forge.World;
import dev.envctl.testing.forge.World.Permission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GitHubForgeTest {

    private static final String BASE = "e5bd3914e2e596debea16f433f57875b5b90bcd6";
    private static final String HEAD = "6dcb09b5b57875f334f61aebed695e2e4193db5e";
    private static final String REPOSITORY = "acme/infra";
    private static final String LISTING =
            "GET /repos/acme/infra/commits/" + HEAD + "/check-runs?per_page=100&check_name=envctl";

    private final TurnableClock clock = new TurnableClock();
    private final List<Duration> pauses = new ArrayList<>();
    private final List<FakeGitHub> opened = new ArrayList<>();

    private FakeGitHub github(FakeGitHub github) {
        opened.add(github);
        github.repository(REPOSITORY, BASE);
        github.permit(REPOSITORY, "grace", Permission.WRITE);
        return github;
    }

    private Forge client(FakeGitHub github) {
        return new Forges(github.secrets(), clock, pauses::add).of(github.settings());
    }

    @AfterEach
    void close() {
        opened.forEach(FakeForge::close);
    }

    @Test
    void asksForAPullRequestInFewRequests() {
        FakeGitHub github = github(FakeGitHub.withToken());
        github.openPullRequest(REPOSITORY, Opening.of("ada", "more-memory", HEAD));
        github.approve(REPOSITORY, 1, "grace");

        client(github).pullRequest(REPOSITORY, 1);

        assertThat(github.requests())
                .containsExactly(
                        "GET /repos/acme/infra",
                        "GET /repos/acme/infra/pulls/1",
                        "GET /repos/acme/infra/compare/main..." + HEAD + "?per_page=1&page=2",
                        "GET /repos/acme/infra/pulls/1/reviews?per_page=100",
                        "GET /repos/acme/infra/collaborators/grace/permission");
    }

    @Test
    void asksAgainUntilGitHubKnowsWhetherItCanBeMerged() {
        FakeGitHub github = github(FakeGitHub.withToken());
        github.openPullRequest(REPOSITORY, Opening.of("ada", "more-memory", HEAD));

        github.undecided(REPOSITORY, 1, 2);
        assertThat(client(github).pullRequest(REPOSITORY, 1).mergeable()).isTrue();

        github.undecided(REPOSITORY, 1, 100);
        assertThat(client(github).pullRequest(REPOSITORY, 1).mergeable()).isFalse();
    }

    @Test
    void aBranchWithSlashesAndQuestionMarksStaysOne() {
        FakeGitHub github = github(FakeGitHub.withToken());
        github.pushBranch(REPOSITORY, "release/1?x=#y", BASE, "grace");
        var opening = new Opening("t", "ada", "more-memory", HEAD, "release/1?x=#y", false);
        github.openPullRequest(REPOSITORY, opening);

        assertThat(client(github).pullRequest(REPOSITORY, 1).base()).isEqualTo(BASE);
    }

    @Test
    void annotationsGoInRequestsOfFifty() {
        FakeGitHub github = github(FakeGitHub.asApp(clock));
        Forge client = client(github);

        long id = client.check(REPOSITORY, check(Optional.empty(), Verdict.PENDING, 0))
                .orElseThrow();
        client.check(REPOSITORY, check(Optional.of(id), Verdict.FAILURE, 120));

        var check = github.checks(REPOSITORY, HEAD).getFirst();
        assertThat(github.checks(REPOSITORY, HEAD)).hasSize(1);
        assertThat(check.conclusion()).isEqualTo("failure");
        assertThat(check.annotations()).hasSize(120).startsWith(annotation(1)).endsWith(annotation(120));
        assertThat(github.requests().stream().filter(request -> request.contains("check-runs")))
                .containsExactly(
                        LISTING,
                        "POST /repos/acme/infra/check-runs",
                        "GET /repos/acme/infra/check-runs/" + id + "/annotations?per_page=100",
                        "PATCH /repos/acme/infra/check-runs/" + id,
                        "PATCH /repos/acme/infra/check-runs/" + id,
                        "PATCH /repos/acme/infra/check-runs/" + id);
    }

    private static World.Annotation annotation(int line) {
        return new World.Annotation("teams/blue.yaml", line, "failure", "Unknown field", "number " + line);
    }

    @Test
    void annotationsThatAreThereAreNotAddedAgain() {
        FakeGitHub github = github(FakeGitHub.asApp(clock));
        Forge client = client(github);

        Optional<Long> id = client.check(REPOSITORY, check(Optional.empty(), Verdict.FAILURE, 110));
        client.check(REPOSITORY, check(id, Verdict.FAILURE, 112));

        assertThat(github.checks(REPOSITORY, HEAD).getFirst().annotations())
                .hasSize(112)
                .doesNotHaveDuplicates()
                .endsWith(annotation(111), annotation(112));
    }

    @Test
    void aCheckWhoseIdWasLostIsFoundByItsName() {
        FakeGitHub github = github(FakeGitHub.asApp(clock));
        Forge client = client(github);
        Optional<Long> id = client.check(REPOSITORY, check(Optional.empty(), Verdict.FAILURE, 3));
        github.checkByAnotherApp(REPOSITORY, HEAD, "envctl");

        Optional<Long> again = client.check(REPOSITORY, check(Optional.empty(), Verdict.FAILURE, 3));

        assertThat(again).isEqualTo(id);
        assertThat(github.checks(REPOSITORY, HEAD))
                .filteredOn(check -> check.id() == id.orElseThrow())
                .singleElement()
                .satisfies(check -> assertThat(check.annotations()).hasSize(3));
    }

    @Test
    void theCheckOfAnotherAppIsNotOurs() {
        FakeGitHub github = github(FakeGitHub.asApp(clock));
        long others = github.checkByAnotherApp(REPOSITORY, HEAD, "envctl");

        Optional<Long> ours = client(github).check(REPOSITORY, check(Optional.empty(), Verdict.FAILURE, 0));

        assertThat(ours).isPresent().isNotEqualTo(Optional.of(others));
        assertThat(github.checks(REPOSITORY, HEAD))
                .extracting(World.Check::conclusion)
                .containsExactly("success", "failure");
    }

    private static Check check(Optional<Long> id, Verdict verdict, int annotations) {
        List<Annotation> all = IntStream.rangeClosed(1, annotations)
                .mapToObj(line -> new Annotation("teams/blue.yaml", line, true, "Unknown field", "number " + line))
                .toList();
        return new Check(id, HEAD, "envctl", verdict, "title", "summary", all, "https://envctl.example.com/runs/42");
    }

    @Test
    void saysWhatACheckIs() {
        FakeGitHub github = github(FakeGitHub.asApp(clock));

        client(github).check(REPOSITORY, check(Optional.empty(), Verdict.NEUTRAL, 1));

        JsonNode body = bodyOf(github, "POST");
        assertThat(body.path("name").asText()).isEqualTo("envctl");
        assertThat(body.path("head_sha").asText()).isEqualTo(HEAD);
        assertThat(body.path("status").asText()).isEqualTo("completed");
        assertThat(body.path("conclusion").asText()).isEqualTo("neutral");
        assertThat(body.path("details_url").asText()).isEqualTo("https://envctl.example.com/runs/42");
    }

    private static JsonNode bodyOf(FakeGitHub github, String method) {
        return github.server().received().stream()
                .filter(request -> request.method().equals(method))
                .filter(request -> request.path().contains("check-runs"))
                .map(Request::body)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void oneInstallationTokenServesUntilItIsNearlyOver() {
        FakeGitHub github = github(FakeGitHub.asApp(clock));
        Forge client = client(github);

        client.is(REPOSITORY, "grace", "writers");
        client.is(REPOSITORY, "grace", "writers");
        assertThat(github.tokensGiven()).isEqualTo(1);
        assertThat(github.requests().stream().filter(request -> request.contains("/installation")))
                .containsExactly("GET /repos/acme/infra/installation", "POST /app/installations/77001/access_tokens");

        clock.turn(Duration.ofMinutes(56));
        assertThat(client.is(REPOSITORY, "grace", "writers")).isTrue();
        assertThat(github.tokensGiven()).isEqualTo(2);
    }

    /// As when the App was suspended for a moment: what is kept is good no more, long before its end.
    @Test
    void aTokenThatIsTakenBackIsFetchedAnewTheNextTime() {
        FakeGitHub github = github(FakeGitHub.asApp(clock));
        Forge client = client(github);
        client.is(REPOSITORY, "grace", "writers");

        for (Runnable asking : List.<Runnable>of(
                () -> client.is(REPOSITORY, "grace", "writers"), () -> client.mergedBy(REPOSITORY, "a".repeat(40)))) {
            github.takeTokensBack();
            assertThatThrownBy(asking::run).isInstanceOf(ForgeException.class).hasMessageContaining("401");
            asking.run();
        }

        assertThat(github.tokensGiven()).isEqualTo(3);
    }

    @Test
    void gitUsesTheInstallationsToken() {
        FakeGitHub github = github(FakeGitHub.asApp(clock));

        GitCredentials credentials = client(github).credentials(REPOSITORY);

        assertThat(credentials.user()).isEqualTo("x-access-token");
        assertThat(credentials.password()).startsWith("ghs_");
        assertThat(credentials.toString()).doesNotContain(credentials.password());
    }

    @Test
    void anAppThatIsNotInstalledIsSaid() {
        FakeGitHub github = github(FakeGitHub.asApp(clock));

        assertThatThrownBy(() -> client(github).credentials("other/repository"))
                .isInstanceOf(ForgeException.class)
                .hasMessageContaining("the App is not installed there");
    }

    @Test
    void aKeyThatIsNoneIsSaidWithoutShowingIt() {
        FakeGitHub github = github(FakeGitHub.asApp(clock));
        Forge client = new Forges(_ -> "-----BEGIN RSA PRIVATE KEY-----\nc2VjcmV0\n", clock, pauses::add)
                .of(github.settings());

        assertThatThrownBy(client::ping)
                .isInstanceOf(ForgeException.class)
                .hasMessage("reading the App's private key: it is not an RSA key in PEM")
                .hasNoCause();
    }

    @Test
    void aRotatedTokenCountsFromTheNextCallOn() {
        FakeGitHub github = github(FakeGitHub.withToken());
        String[] token = {"old"};
        Forge client = new Forges(_ -> token[0], clock, pauses::add).of(github.settings());

        assertThatThrownBy(client::ping).hasMessageContaining("401");
        token[0] = FakeForge.TOKEN + "\n";

        client.ping();
    }

    @Test
    void aForbiddenCallThatIsThrottledIsRepeated() {
        FakeGitHub github = github(FakeGitHub.withToken());
        String reset = String.valueOf(clock.instant().getEpochSecond() + 9);
        github.server()
                .next(new Response(
                        403,
                        Map.of("message", "API rate limit exceeded"),
                        Map.of("X-RateLimit-Remaining", "0", "X-RateLimit-Reset", reset)));

        assertThat(client(github).is(REPOSITORY, "grace", "writers")).isTrue();
        assertThat(pauses).containsExactly(Duration.ofSeconds(9));
    }

    @Test
    void somebodyWhoWasInvitedIsNotYetInTheTeam() {
        FakeGitHub github = github(FakeGitHub.withToken());
        github.server().next(Response.of(200, Map.of("state", "pending", "role", "member")));

        assertThat(client(github).is(REPOSITORY, "grace", "team:platform")).isFalse();
        assertThat(github.requests()).containsExactly("GET /orgs/acme/teams/platform/memberships/grace");
    }
}
