package dev.envctl.runner.forge;

import static dev.envctl.runner.forge.ForgeBench.HEAD;
import static dev.envctl.runner.forge.ForgeBench.on;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.runner.forge.Forge.Check;
import dev.envctl.runner.forge.Forge.CommitStatus;
import dev.envctl.runner.forge.Forge.IssueText;
import dev.envctl.runner.forge.Forge.Verdict;
import dev.envctl.runner.forge.ForgeBench.Kind;
import dev.envctl.testing.forge.FakeForge;
import dev.envctl.testing.forge.World.Issue;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

/// What every forge is told to write.
class ForgeWritingTest {

    private static final OwnMark MARK =
            OwnMark.of("drift", "environments/dev", URI.create("https://envctl.example.com"));

    private final ForgeBench bench = new ForgeBench();

    /// As it is there, with its mark.
    private static Issue issue(FakeForge fake, int number, String body, boolean open) {
        return new Issue(number, "Drift", MARK.under(body), open, fake.ourselves());
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @EveryForge
    void writesOneCommentAndThenWritesOverIt(Kind kind) {
        FakeForge fake = bench.fake(kind);
        String repository = fake.someRepository();
        Forge client = bench.client(fake);
        int number = ForgeBench.open(fake);

        long id = client.comment(on(repository, number), Optional.empty(), MARK, "first <b>\"quoted\"</b> ünïcödé");
        long again = client.comment(on(repository, number), Optional.of(id), MARK, "second");

        assertThat(again).isEqualTo(id);
        assertThat(fake.ourComments(repository, number)).containsExactly(MARK.under("second"));
    }

    @EveryForge
    void writesACommentAnewThatWasDeleted(Kind kind) {
        FakeForge fake = bench.fake(kind);
        String repository = fake.someRepository();
        Forge client = bench.client(fake);
        int number = ForgeBench.open(fake);
        long id = client.comment(on(repository, number), Optional.empty(), MARK, "first");

        fake.deleteComment(repository, id);
        long again = client.comment(on(repository, number), Optional.of(id), MARK, "second");

        assertThat(again).isNotEqualTo(id);
        assertThat(fake.ourComments(repository, number)).containsExactly(MARK.under("second"));
    }

    @EveryForge
    void theLongestCommentIsTaken(Kind kind) {
        FakeForge fake = bench.fake(kind);
        Forge client = bench.client(fake);
        int number = ForgeBench.open(fake);

        client.comment(on(fake.someRepository(), number), Optional.empty(), MARK, "x".repeat(client.commentLimit()));

        assertThat(fake.ourComments(fake.someRepository(), number)).hasSize(1);
    }

    @EveryForge
    void acknowledgesCommentsAndForgivesThoseThatAreGone(Kind kind) {
        FakeForge fake = bench.fake(kind);
        String repository = fake.someRepository();
        Forge client = bench.client(fake);
        int number = ForgeBench.open(fake);
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

    @EveryForge
    void setsStatuses(Kind kind) {
        FakeForge fake = bench.fake(kind);
        String repository = fake.someRepository();
        Forge client = bench.client(fake);
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

    @EveryForge
    void opensChangesClosesAndReopensOneIssue(Kind kind) {
        FakeForge fake = bench.fake(kind);
        String repository = fake.someRepository();
        Forge client = bench.client(fake);

        int number = client.issue(repository, Optional.empty(), new IssueText(MARK, "Drift", "one", true))
                .orElseThrow();
        client.issue(repository, Optional.of(number), new IssueText(MARK, "Drift", "two", true));
        assertThat(fake.issues(repository)).containsExactly(issue(fake, number, "two", true));

        client.issue(repository, Optional.of(number), new IssueText(MARK, "Drift", "gone", false));
        assertThat(fake.issues(repository)).containsExactly(issue(fake, number, "gone", false));

        client.issue(repository, Optional.of(number), new IssueText(MARK, "Drift", "back", true));
        assertThat(fake.issues(repository)).containsExactly(issue(fake, number, "back", true));
    }

    @EveryForge
    void opensAnIssueAnewThatWasDeletedUnlessItWasToBeClosed(Kind kind) {
        FakeForge fake = bench.fake(kind);
        String repository = fake.someRepository();
        Forge client = bench.client(fake);
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

    @EveryForge
    void aCheckIsAStatusWhereThereAreNone(Kind kind) {
        FakeForge fake = bench.fake(kind);
        String repository = fake.someRepository();
        var check = new Check(
                Optional.empty(), HEAD, "envctl", Verdict.FAILURE, "1 error", "summary", List.of(), "https://e/1");

        Optional<Long> id = bench.client(fake).check(repository, check);

        assertThat(id.isPresent()).isEqualTo(kind == Kind.GITHUB_APP);
        assertThat(fake.statuses(repository, HEAD).isEmpty()).isEqualTo(kind == Kind.GITHUB_APP);
        assertThat(fake.checks(repository, HEAD).isEmpty()).isEqualTo(kind != Kind.GITHUB_APP);
    }
}
