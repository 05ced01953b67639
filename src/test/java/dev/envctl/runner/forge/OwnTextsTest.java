package dev.envctl.runner.forge;

import static dev.envctl.runner.forge.ForgeBench.HEAD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.envctl.runner.forge.Forge.Conversation;
import dev.envctl.runner.forge.Forge.IssueText;
import dev.envctl.runner.forge.ForgeBench.Kind;
import dev.envctl.testing.forge.FakeForge;
import dev.envctl.testing.forge.FakeForge.Opening;
import dev.envctl.testing.forge.ForgeServer.Response;
import dev.envctl.testing.forge.World.Comment;
import dev.envctl.testing.forge.World.Issue;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Comments and issues whose numbers were lost with the process that wrote them.
class OwnTextsTest {

    private static final URI PAGE = URI.create("https://envctl.example.com");
    private static final OwnMark MARK = OwnMark.of("pull-request", "", PAGE);
    private static final OwnMark DRIFT = OwnMark.of("drift", "environments/dev", PAGE);

    private final ForgeBench bench = new ForgeBench();

    @AfterEach
    void close() {
        bench.close();
    }

    private static Conversation on(FakeForge fake, int number) {
        return new Conversation(fake.someRepository(), number, false);
    }

    private static IssueText issue(String body, boolean open) {
        return new IssueText(DRIFT, "Drift in environments/dev", body, open);
    }

    @EveryForge
    void aCommentIsFoundByItsMarkOnWhateverPageItIs(Kind kind) {
        FakeForge fake = bench.fake(kind);
        Forge client = bench.client(fake);
        int number = ForgeBench.open(fake);
        for (int i = 1; i <= 250; i++) {
            fake.comment(fake.someRepository(), number, "grace", "remark " + i);
        }
        long lost = client.comment(on(fake, number), Optional.empty(), MARK, "first");

        long found = client.comment(on(fake, number), Optional.empty(), MARK, "second");

        assertThat(found).isEqualTo(lost);
        assertThat(fake.ourComments(fake.someRepository(), number)).containsExactly(MARK.under("second"));
    }

    @EveryForge
    void aCopyOfTheMarkBySomebodyElseIsLeftAlone(Kind kind) {
        FakeForge fake = bench.fake(kind);
        Forge client = bench.client(fake);
        int number = ForgeBench.open(fake);
        for (int i = 1; i <= 5; i++) {
            fake.comment(fake.someRepository(), number, "mallory", MARK.under("mine"));
        }
        fake.server().forget();

        client.comment(on(fake, number), Optional.empty(), MARK, "ours");

        assertThat(fake.ourComments(fake.someRepository(), number)).containsExactly(MARK.under("ours"));
        assertThat(fake.comments(fake.someRepository(), number))
                .filteredOn(comment -> comment.author().equals("mallory"))
                .hasSize(5)
                .allMatch(comment -> comment.body().equals(MARK.under("mine")));
        assertThat(fake.requests().stream().filter(asked -> asked.endsWith("/user") || asked.endsWith("/app")))
                .hasSize(1);
    }

    @EveryForge
    void aMarkThatIsOnlyQuotedAndThatOfAnotherRunnerAreOthers(Kind kind) {
        FakeForge fake = bench.fake(kind);
        Forge client = bench.client(fake);
        int number = ForgeBench.open(fake);
        OwnMark others = OwnMark.of("pull-request", "", URI.create("https://other.example.com"));
        fake.comment(fake.someRepository(), number, fake.ourselves(), MARK.under("quoted") + "\nby a person");
        client.comment(on(fake, number), Optional.empty(), others, "of another runner");

        client.comment(on(fake, number), Optional.empty(), MARK, "ours");

        assertThat(fake.ourComments(fake.someRepository(), number))
                .containsExactly(
                        MARK.under("quoted") + "\nby a person", others.under("of another runner"), MARK.under("ours"));
    }

    @EveryForge
    void theFirstCommentOfAPullRequestCostsOneCallMoreAndNoOtherDoes(Kind kind) {
        FakeForge fake = bench.fake(kind);
        Forge client = bench.client(fake);
        int number = ForgeBench.open(fake);
        client.credentials(fake.someRepository());
        fake.server().forget();

        long id = client.comment(on(fake, number), Optional.empty(), MARK, "first");
        assertThat(fake.requests()).hasSize(2);
        client.comment(on(fake, number), Optional.of(id), MARK, "second");
        assertThat(fake.requests()).hasSize(3);
    }

    @EveryForge
    void commentsOfAnIssueAreNotThoseOfAPullRequest(Kind kind) {
        FakeForge fake = bench.fake(kind);
        Forge client = bench.client(fake);
        int number = fake.openIssue(fake.someRepository(), "ada", "A question", "Why?");
        Conversation where = new Conversation(fake.someRepository(), number, true);

        long lost = client.comment(where, Optional.empty(), MARK, "first");
        long found = client.comment(where, Optional.empty(), MARK, "second");
        long known = client.comment(where, Optional.of(found), MARK, "third");

        assertThat(List.of(found, known)).containsOnly(lost);
        assertThat(fake.commentsOnIssue(fake.someRepository(), number))
                .extracting(Comment::body)
                .containsExactly(MARK.under("third"));
    }

    @EveryForge
    void anIssueIsFoundByItsMarkOnWhateverPageItIs(Kind kind) {
        FakeForge fake = bench.fake(kind);
        Forge client = bench.client(fake);
        String repository = fake.someRepository();
        int lost =
                client.issue(repository, Optional.empty(), issue("one", true)).orElseThrow();
        for (int i = 1; i <= 120; i++) {
            OwnMark other = OwnMark.of("drift", "environments/" + i, PAGE);
            fake.openIssue(repository, fake.ourselves(), "Drift in another", other.under("text"));
        }

        Optional<Integer> found = client.issue(repository, Optional.empty(), issue("two", true));

        assertThat(found).contains(lost);
        assertThat(fake.issues(repository)).hasSize(121);
        assertThat(fake.issues(repository).getFirst().body()).isEqualTo(DRIFT.under("two"));
    }

    @EveryForge
    void theIssueOfSomebodyElseIsNotAdopted(Kind kind) {
        FakeForge fake = bench.fake(kind);
        String repository = fake.someRepository();
        int foreign = fake.openIssue(repository, "mallory", "Drift in environments/dev", DRIFT.under("mine"));

        Optional<Integer> ours = bench.client(fake).issue(repository, Optional.empty(), issue("one", true));

        assertThat(ours).isPresent().isNotEqualTo(Optional.of(foreign));
        assertThat(fake.issues(repository))
                .extracting(Issue::author, Issue::body)
                .containsExactly(tuple("mallory", DRIFT.under("mine")), tuple(fake.ourselves(), DRIFT.under("one")));
    }

    @EveryForge
    void anIssueWhoseNumberWasLostIsClosedAndNoneIsOpenedForThat(Kind kind) {
        FakeForge fake = bench.fake(kind);
        Forge client = bench.client(fake);
        String repository = fake.someRepository();
        assertThat(client.issue(repository, Optional.empty(), issue("gone", false)))
                .isEmpty();
        Optional<Integer> lost = client.issue(repository, Optional.empty(), issue("one", true));

        assertThat(client.issue(repository, Optional.empty(), issue("gone", false)))
                .isEqualTo(lost);
        assertThat(fake.issues(repository)).singleElement().matches(issue -> !issue.open());
        assertThat(client.issue(repository, Optional.empty(), issue("back", true)))
                .isEqualTo(lost);
        assertThat(fake.issues(repository)).singleElement().matches(Issue::open);
    }

    @Test
    void onGitHubAPullRequestIsNoIssueOfOurs() {
        FakeForge fake = bench.fake(Kind.GITHUB);
        String repository = fake.someRepository();
        int number = fake.openPullRequest(repository, Opening.of(fake.ourselves(), "more-memory", HEAD));
        fake.describe(repository, number, DRIFT.under("a description"));

        bench.client(fake).issue(repository, Optional.empty(), issue("one", true));

        assertThat(fake.description(repository, number)).isEqualTo(DRIFT.under("a description"));
        assertThat(fake.issues(repository)).hasSize(1);
    }

    @Test
    void aListWithoutEndIsReadOnlySoFar() {
        FakeForge fake = bench.fake(Kind.GITHUB);
        int number = ForgeBench.open(fake);
        String next = fake.settings().api() + "/again";
        Response page = new Response(200, List.of(), Map.of("Link", "<" + next + ">; rel=\"next\""));
        fake.server().next(Collections.nCopies(50, page).toArray(Response[]::new));

        bench.client(fake).comment(on(fake, number), Optional.empty(), MARK, "ours");

        assertThat(fake.ourComments(fake.someRepository(), number)).containsExactly(MARK.under("ours"));
        assertThat(fake.requests()).hasSize(51);
    }
}
