package dev.envctl.runner.forge;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.envctl.runner.forge.Forge.Check;
import dev.envctl.runner.forge.Forge.CommitStatus;
import dev.envctl.runner.forge.Forge.Conversation;
import dev.envctl.runner.forge.Forge.IssueText;
import dev.envctl.runner.forge.Forge.PullRequest;
import dev.envctl.runner.forge.Forge.Verdict;
import dev.envctl.testing.TurnableClock;
import dev.envctl.testing.forge.FakeForge;
import dev.envctl.testing.forge.FakeForge.Opening;
import dev.envctl.testing.forge.FakeGitHub;
import dev.envctl.testing.forge.FakeGitLab;
import dev.envctl.testing.forge.FakeGitea;
import dev.envctl.testing.forge.ForgeServer.Response;
import dev.envctl.testing.forge.World.Issue;
import dev.envctl.testing.forge.World.Permission;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What holds of every forge.
class ForgesTest {

    private static final String BASE = "e5bd3914e2e596debea16f433f57875b5b90bcd6";
    private static final String HEAD = "6dcb09b5b57875f334f61aebed695e2e4193db5e";
    private static final String NEXT = "0d1a26e67d8f5eaf1f6ba5c57fc3c7d91ac0fd1c";
    private static final String MERGED = "9049f1265b7d61be4a8904a9a27120d2064dab3b";

    private static final OwnMark MARK =
            OwnMark.of("drift", "environments/dev", URI.create("https://envctl.example.com"));

    private final TurnableClock clock = new TurnableClock();
    private final List<Duration> pauses = new ArrayList<>();
    private final List<FakeForge> opened = new ArrayList<>();

    enum Kind {
        GITHUB,
        GITHUB_APP,
        GITLAB,
        GITEA,
        FORGEJO
    }

    static Stream<Kind> kinds() {
        return Stream.of(Kind.values());
    }

    /// With one repository, in which ada and grace may write, hopper may read, and the base branch is at BASE.
    private FakeForge fake(Kind kind) {
        FakeForge fake = switch (kind) {
            case GITHUB -> FakeGitHub.withToken();
            case GITHUB_APP -> FakeGitHub.asApp(clock);
            case GITLAB -> new FakeGitLab();
            case GITEA -> FakeGitea.gitea();
            case FORGEJO -> FakeGitea.forgejo();
        };
        opened.add(fake);
        fake.repository(fake.someRepository(), BASE);
        fake.permitAll(fake.someRepository(), Permission.WRITE, "ada", "grace");
        fake.permit(fake.someRepository(), "hopper", Permission.READ);
        return fake;
    }

    private Forge client(FakeForge fake) {
        return new Forges(fake.secrets(), clock, pauses::add).of(fake.settings());
    }

    private static Conversation on(String repository, int number) {
        return new Conversation(repository, number, false);
    }

    /// As it is there, with its mark.
    private static Issue issue(FakeForge fake, int number, String body, boolean open) {
        return new Issue(number, "Drift", MARK.under(body), open, fake.ourselves());
    }

    @AfterEach
    void close() {
        opened.forEach(FakeForge::close);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void readsAPullRequest(Kind kind) {
        FakeForge fake = fake(kind);
        int number = fake.openPullRequest(fake.someRepository(), Opening.of("ada", "more-memory", HEAD));

        PullRequest found = client(fake).pullRequest(fake.someRepository(), number);

        assertThat(found)
                .isEqualTo(new PullRequest(
                        number,
                        "Give the team more memory",
                        "ada",
                        true,
                        false,
                        Optional.empty(),
                        false,
                        HEAD,
                        BASE,
                        "main",
                        false,
                        true,
                        true));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void onlyWhoMayWriteAndIsNotTheAuthorApproves(Kind kind) {
        FakeForge fake = fake(kind);
        String repository = fake.someRepository();
        Forge client = client(fake);
        int number = fake.openPullRequest(repository, Opening.of("ada", "more-memory", HEAD));

        fake.approve(repository, number, "hopper");
        fake.approve(repository, number, "ada");
        assertThat(client.pullRequest(repository, number).approved()).isFalse();

        fake.approve(repository, number, "grace");
        assertThat(client.pullRequest(repository, number).approved()).isTrue();

        fake.requestChanges(repository, number, "grace");
        assertThat(client.pullRequest(repository, number).approved()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void knowsWhetherTheBaseHasMovedOn(Kind kind) {
        FakeForge fake = fake(kind);
        String repository = fake.someRepository();
        Forge client = client(fake);
        int number = fake.openPullRequest(repository, Opening.of("ada", "more-memory", HEAD));

        fake.pushBranch(repository, "main", MERGED, "grace");
        assertThat(client.pullRequest(repository, number))
                .extracting(PullRequest::upToDate, PullRequest::base)
                .containsExactly(false, MERGED);

        fake.update(repository, number, NEXT);
        assertThat(client.pullRequest(repository, number))
                .extracting(PullRequest::upToDate, PullRequest::head)
                .containsExactly(true, NEXT);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void neitherAConflictNorADraftIsMergeable(Kind kind) {
        FakeForge fake = fake(kind);
        String repository = fake.someRepository();
        Forge client = client(fake);
        int number = fake.openPullRequest(repository, Opening.of("ada", "more-memory", HEAD));

        fake.conflict(repository, number, true);
        assertThat(client.pullRequest(repository, number).mergeable()).isFalse();

        fake.conflict(repository, number, false);
        fake.draft(repository, number, true);
        assertThat(client.pullRequest(repository, number).mergeable()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void knowsWhatWasMergedByWhat(Kind kind) {
        FakeForge fake = fake(kind);
        String repository = fake.someRepository();
        Forge client = client(fake);
        int number = fake.openPullRequest(repository, Opening.of("ada", "more-memory", HEAD));

        assertThat(client.pullRequestsAt(repository, HEAD)).containsExactly(number);
        assertThat(client.mergedBy(repository, MERGED)).isEmpty();

        fake.merge(repository, number, "grace", MERGED);

        assertThat(client.mergedBy(repository, MERGED)).contains(number);
        assertThat(client.pullRequestsAt(repository, HEAD)).isEmpty();
        assertThat(client.pullRequest(repository, number))
                .extracting(PullRequest::open, PullRequest::merged, PullRequest::mergeCommit)
                .containsExactly(false, true, Optional.of(MERGED));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void knowsForks(Kind kind) {
        FakeForge fake = fake(kind);
        int number = fake.openPullRequest(
                fake.someRepository(),
                Opening.of("mallory", "more-memory", HEAD).fromFork());

        assertThat(client(fake).pullRequest(fake.someRepository(), number).fork())
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void readsEveryPage(Kind kind) {
        FakeForge fake = fake(kind);
        String repository = fake.someRepository();
        for (int number = 1; number <= 120; number++) {
            fake.openPullRequest(repository, Opening.of("ada", "b" + number, number == 117 ? NEXT : HEAD));
        }

        assertThat(client(fake).pullRequestsAt(repository, NEXT)).containsExactly(117);
        assertThat(client(fake).pullRequestsAt(repository, HEAD)).hasSize(119);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void knowsWhoIsWho(Kind kind) {
        FakeForge fake = fake(kind);
        String repository = fake.someRepository();
        fake.team(repository, "platform-owners", "hopper");
        fake.team(repository, "platform", "ada");
        Forge client = client(fake);

        assertThat(client.is(repository, "ADA", "user:ada")).isTrue();
        assertThat(client.is(repository, "ad", "user:ada")).isFalse();
        assertThat(client.is(repository, "grace", "writers")).isTrue();
        assertThat(client.is(repository, "hopper", "writers")).isFalse();
        assertThat(client.is(repository, "nobody", "writers")).isFalse();
        assertThat(client.is(repository, "ada", fake.principal("platform"))).isTrue();
        assertThat(client.is(repository, "hopper", fake.principal("platform"))).isFalse();
        assertThat(client.is(repository, "ada", fake.principal("nothing"))).isFalse();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void namesThatAreNoAccountsAreAskedAboutNowhere(Kind kind) {
        FakeForge fake = fake(kind);
        Forge client = client(fake);

        for (String name : List.of("../../user", "ada/permission?x=", "a b", "", "ada#", "..")) {
            assertThat(client.is(fake.someRepository(), name, "writers")).isFalse();
            assertThat(client.is(fake.someRepository(), name, fake.principal("platform")))
                    .isFalse();
        }

        assertThat(fake.requests()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aPrincipalThatIsNoneIsSaid(Kind kind) {
        FakeForge fake = fake(kind);

        assertThatThrownBy(() -> client(fake).is(fake.someRepository(), "ada", "everybody"))
                .isInstanceOf(ForgeException.class)
                .hasMessageContaining("neither user:NAME, team:NAME nor writers");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void writesOneCommentAndThenWritesOverIt(Kind kind) {
        FakeForge fake = fake(kind);
        String repository = fake.someRepository();
        Forge client = client(fake);
        int number = fake.openPullRequest(repository, Opening.of("ada", "more-memory", HEAD));

        long id = client.comment(on(repository, number), Optional.empty(), MARK, "first <b>\"quoted\"</b> ünïcödé");
        long again = client.comment(on(repository, number), Optional.of(id), MARK, "second");

        assertThat(again).isEqualTo(id);
        assertThat(fake.ourComments(repository, number)).containsExactly(MARK.under("second"));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void writesACommentAnewThatWasDeleted(Kind kind) {
        FakeForge fake = fake(kind);
        String repository = fake.someRepository();
        Forge client = client(fake);
        int number = fake.openPullRequest(repository, Opening.of("ada", "more-memory", HEAD));
        long id = client.comment(on(repository, number), Optional.empty(), MARK, "first");

        fake.deleteComment(repository, id);
        long again = client.comment(on(repository, number), Optional.of(id), MARK, "second");

        assertThat(again).isNotEqualTo(id);
        assertThat(fake.ourComments(repository, number)).containsExactly(MARK.under("second"));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void theLongestCommentIsTaken(Kind kind) {
        FakeForge fake = fake(kind);
        Forge client = client(fake);
        int number = fake.openPullRequest(fake.someRepository(), Opening.of("ada", "more-memory", HEAD));

        client.comment(on(fake.someRepository(), number), Optional.empty(), MARK, "x".repeat(client.commentLimit()));

        assertThat(fake.ourComments(fake.someRepository(), number)).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void acknowledgesCommentsAndForgivesThoseThatAreGone(Kind kind) {
        FakeForge fake = fake(kind);
        String repository = fake.someRepository();
        Forge client = client(fake);
        int number = fake.openPullRequest(repository, Opening.of("ada", "more-memory", HEAD));
        long comment = fake.comment(repository, number, "ada", "/envctl plan");
        int issue = client.issue(repository, Optional.empty(), new IssueText(MARK, "Drift", "changed", true))
                .orElseThrow();
        long onIssue = fake.commentOnIssue(repository, issue, "ada", "/envctl apply");

        client.acknowledge(repository, number, comment);
        client.acknowledge(repository, issue, onIssue);
        client.acknowledge(repository, number, 1);

        assertThat(fake.reactions(repository, comment)).containsExactly("eyes");
        assertThat(fake.reactions(repository, onIssue)).containsExactly("eyes");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void setsStatuses(Kind kind) {
        FakeForge fake = fake(kind);
        String repository = fake.someRepository();
        Forge client = client(fake);
        String link = "https://envctl.example.com/runs/42";

        client.status(repository, new CommitStatus(HEAD, "envctl/blue", Verdict.PENDING, "planning", link));
        client.status(repository, new CommitStatus(HEAD, "envctl/blue", Verdict.PENDING, "planning", link));
        client.status(repository, new CommitStatus(HEAD, "envctl/red", Verdict.FAILURE, "y".repeat(1000), link));
        client.status(repository, new CommitStatus(HEAD, "envctl/blue", Verdict.NEUTRAL, "nothing to do", link));

        var statuses = fake.statuses(repository, HEAD);
        assertThat(requireNonNull(statuses.get("envctl/blue")))
                .extracting(status -> status.state(), status -> status.description(), status -> status.link())
                .containsExactly("success", "nothing to do", link);
        assertThat(requireNonNull(statuses.get("envctl/red")).state()).isIn("failure", "failed");
        assertThat(requireNonNull(statuses.get("envctl/red")).description())
                .endsWith("y…")
                .hasSizeBetween(140, 255);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void opensChangesClosesAndReopensOneIssue(Kind kind) {
        FakeForge fake = fake(kind);
        String repository = fake.someRepository();
        Forge client = client(fake);

        int number = client.issue(repository, Optional.empty(), new IssueText(MARK, "Drift", "one", true))
                .orElseThrow();
        client.issue(repository, Optional.of(number), new IssueText(MARK, "Drift", "two", true));
        assertThat(fake.issues(repository)).containsExactly(issue(fake, number, "two", true));

        client.issue(repository, Optional.of(number), new IssueText(MARK, "Drift", "gone", false));
        assertThat(fake.issues(repository)).containsExactly(issue(fake, number, "gone", false));

        client.issue(repository, Optional.of(number), new IssueText(MARK, "Drift", "back", true));
        assertThat(fake.issues(repository)).containsExactly(issue(fake, number, "back", true));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void opensAnIssueAnewThatWasDeletedUnlessItWasToBeClosed(Kind kind) {
        FakeForge fake = fake(kind);
        String repository = fake.someRepository();
        Forge client = client(fake);
        int number = client.issue(repository, Optional.empty(), new IssueText(MARK, "Drift", "one", true))
                .orElseThrow();
        fake.deleteIssue(repository, number);

        assertThat(client.issue(repository, Optional.of(number), new IssueText(MARK, "Drift", "gone", false)))
                .isEmpty();
        assertThat(fake.issues(repository)).isEmpty();

        int again = client.issue(repository, Optional.of(number), new IssueText(MARK, "Drift", "back", true))
                .orElseThrow();
        assertThat(fake.issues(repository)).containsExactly(issue(fake, again, "back", true));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aCheckIsAStatusWhereThereAreNone(Kind kind) {
        FakeForge fake = fake(kind);
        String repository = fake.someRepository();
        var check = new Check(
                Optional.empty(), HEAD, "envctl", Verdict.FAILURE, "1 error", "summary", List.of(), "https://e/1");

        Optional<Long> id = client(fake).check(repository, check);

        assertThat(id.isPresent()).isEqualTo(kind == Kind.GITHUB_APP);
        assertThat(fake.statuses(repository, HEAD).isEmpty()).isEqualTo(kind == Kind.GITHUB_APP);
        assertThat(fake.checks(repository, HEAD).isEmpty()).isEqualTo(kind != Kind.GITHUB_APP);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void waitsAsLongAsTheForgeAsks(Kind kind) {
        FakeForge fake = fake(kind);
        int number = fake.openPullRequest(fake.someRepository(), Opening.of("ada", "more-memory", HEAD));
        fake.server()
                .next(
                        new Response(429, Map.of("message", "slow down"), Map.of("Retry-After", "7")),
                        Response.of(503, Map.of("message", "later")));

        client(fake).pullRequest(fake.someRepository(), number);

        assertThat(pauses).containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(2));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void givesUpOnAForgeThatIsDown(Kind kind) {
        FakeForge fake = fake(kind);
        Response down = Response.of(502, Map.of("message", "Bad gateway"));
        fake.server().next(down, down, down, down);

        assertThatThrownBy(() -> client(fake).pullRequest(fake.someRepository(), 1))
                .isInstanceOfSatisfying(
                        ForgeException.class,
                        broken -> assertThat(broken.isPassing()).isTrue())
                .hasMessageContaining("502");
        assertThat(fake.requests()).hasSize(3);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void doesNotWaitForAnHour(Kind kind) {
        FakeForge fake = fake(kind);
        fake.server().next(new Response(429, Map.of("message", "slow down"), Map.of("Retry-After", "3600")));

        assertThatThrownBy(() -> client(fake).pullRequest(fake.someRepository(), 1))
                .isInstanceOfSatisfying(
                        ForgeException.class,
                        broken -> assertThat(broken.isPassing()).isTrue());
        assertThat(pauses).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void doesNotRepeatWhatMayHaveBeenDone(Kind kind) {
        FakeForge fake = fake(kind);
        Forge client = client(fake);
        int number = fake.openPullRequest(fake.someRepository(), Opening.of("ada", "more-memory", HEAD));
        client.comment(on(fake.someRepository(), number), Optional.empty(), MARK, "warm");
        fake.server().forget();
        fake.server().next(Response.of(200, List.of()), Response.of(502, Map.of("message", "Bad gateway")));

        assertThatThrownBy(() -> client.comment(on(fake.someRepository(), number), Optional.empty(), MARK, "once"))
                .isInstanceOf(ForgeException.class);
        assertThat(fake.requests().stream().filter(request -> request.startsWith("POST")))
                .hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void whatIsNotThereIsNotPassing(Kind kind) {
        FakeForge fake = fake(kind);

        assertThatThrownBy(() -> client(fake).pullRequest(fake.someRepository(), 99))
                .isInstanceOfSatisfying(
                        ForgeException.class,
                        broken -> assertThat(broken.isPassing()).isFalse())
                .hasMessageContaining("99")
                .hasMessageContaining("404");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void noErrorShowsTheTokenEvenWhenTheForgeSaysIt(Kind kind) {
        FakeForge fake = fake(kind);
        Forge client = client(fake);
        client.ping();
        String secret = client.credentials(fake.someRepository()).password();
        fake.server().next(Response.of(403, Map.of("message", "token " + secret + " may not\n do this")));

        assertThatThrownBy(() -> client.is(fake.someRepository(), "ada", "writers"))
                .isInstanceOf(ForgeException.class)
                .hasMessageContaining("403")
                .hasMessageContaining("may not do this")
                .satisfies(broken -> {
                    for (Throwable cause = broken; cause != null; cause = cause.getCause()) {
                        assertThat(cause.toString()).doesNotContain(secret);
                    }
                });
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void doesNotFollowToAnotherHost(Kind kind) {
        FakeForge fake = fake(kind);
        FakeForge other = fake(kind);
        Forge client = client(fake);
        client.ping();
        client.credentials(fake.someRepository());
        String elsewhere = other.settings().api() + "/user";
        fake.server().next(new Response(302, Map.of(), Map.of("Location", elsewhere)));

        assertThatThrownBy(() -> client.pullRequestsAt(fake.someRepository(), HEAD))
                .isInstanceOf(ForgeException.class)
                .hasMessageContaining("another host");
        assertThat(other.requests()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void followsOnTheSameHost(Kind kind) {
        FakeForge fake = fake(kind);
        Forge client = client(fake);
        client.ping();
        client.credentials(fake.someRepository());
        String api = fake.settings().api().getPath();
        String moved = switch (kind) {
            case GITHUB_APP -> api + "/app";
            case GITHUB, GITLAB, GITEA, FORGEJO -> api + "/user";
        };
        fake.server().forget();
        fake.server().next(new Response(301, Map.of(), Map.of("Location", moved)));

        client.ping();

        assertThat(fake.requests()).hasSize(2);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void doesNotReadAnAnswerWithoutEnd(Kind kind) {
        FakeForge fake = fake(kind);
        Response endless = Response.of(200, new byte[11 * 1024 * 1024]);
        fake.server().next(endless, endless, endless);

        assertThatThrownBy(() -> client(fake).pullRequest(fake.someRepository(), 1))
                .isInstanceOf(ForgeException.class);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void saysThatAnAnswerIsNotJson(Kind kind) {
        FakeForge fake = fake(kind);
        Forge client = client(fake);
        client.credentials(fake.someRepository());
        fake.server().next(Response.of(200, "<html>Sign in</html>".getBytes(StandardCharsets.UTF_8)));

        assertThatThrownBy(() -> client.pullRequest(fake.someRepository(), 1))
                .isInstanceOf(ForgeException.class)
                .hasMessageContaining("reading")
                .hasMessageContaining("answer");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aWrongTokenIsSaidByAPing(Kind kind) {
        FakeForge fake = fake(kind);
        Forge right = client(fake);
        Forge wrong = new Forges(
                        reference -> reference.text().contains("KEY") ? FakeGitHub.strangersKey() : "wrong",
                        clock,
                        pauses::add)
                .of(fake.settings());

        right.ping();
        assertThatThrownBy(wrong::ping)
                .isInstanceOfSatisfying(
                        ForgeException.class,
                        broken -> assertThat(broken.isPassing()).isFalse())
                .hasMessageContaining("401");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void namesWithDotsLeaveTheRepositoryNowhere(Kind kind) {
        FakeForge fake = fake(kind);

        assertThatThrownBy(() -> client(fake).pullRequest("acme/../../user", 1)).isInstanceOf(ForgeException.class);
        assertThat(fake.requests()).noneMatch(request -> request.endsWith("/user"));
    }
}
