package dev.envctl.runner.forge;

import static dev.envctl.runner.forge.ForgeBench.BASE;
import static dev.envctl.runner.forge.ForgeBench.HEAD;
import static dev.envctl.runner.forge.ForgeBench.MERGED;
import static dev.envctl.runner.forge.ForgeBench.NEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.envctl.runner.forge.Forge.PullRequest;
import dev.envctl.runner.forge.ForgeBench.Kind;
import dev.envctl.testing.forge.FakeForge;
import dev.envctl.testing.forge.FakeForge.Opening;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

/// What every forge is asked, and answers.
class ForgesTest {

    private final ForgeBench bench = new ForgeBench();

    @AfterEach
    void close() {
        bench.close();
    }

    @EveryForge
    void readsAPullRequest(Kind kind) {
        FakeForge fake = bench.fake(kind);
        int number = ForgeBench.open(fake);

        PullRequest found = bench.client(fake).pullRequest(fake.someRepository(), number);

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

    @EveryForge
    void onlyWhoMayWriteAndIsNotTheAuthorApproves(Kind kind) {
        FakeForge fake = bench.fake(kind);
        String repository = fake.someRepository();
        Forge client = bench.client(fake);
        int number = ForgeBench.open(fake);

        fake.approve(repository, number, "hopper");
        fake.approve(repository, number, "ada");
        assertThat(client.pullRequest(repository, number).approved()).isFalse();

        fake.approve(repository, number, "grace");
        assertThat(client.pullRequest(repository, number).approved()).isTrue();

        fake.requestChanges(repository, number, "grace");
        assertThat(client.pullRequest(repository, number).approved()).isFalse();
    }

    @EveryForge
    void knowsWhetherTheBaseHasMovedOn(Kind kind) {
        FakeForge fake = bench.fake(kind);
        String repository = fake.someRepository();
        Forge client = bench.client(fake);
        int number = ForgeBench.open(fake);

        fake.pushBranch(repository, "main", MERGED, "grace");
        assertThat(client.pullRequest(repository, number))
                .extracting(PullRequest::upToDate, PullRequest::base)
                .containsExactly(false, MERGED);

        fake.update(repository, number, NEXT);
        assertThat(client.pullRequest(repository, number))
                .extracting(PullRequest::upToDate, PullRequest::head)
                .containsExactly(true, NEXT);
    }

    @EveryForge
    void neitherAConflictNorADraftIsMergeable(Kind kind) {
        FakeForge fake = bench.fake(kind);
        String repository = fake.someRepository();
        Forge client = bench.client(fake);
        int number = ForgeBench.open(fake);

        fake.conflict(repository, number, true);
        assertThat(client.pullRequest(repository, number).mergeable()).isFalse();

        fake.conflict(repository, number, false);
        fake.draft(repository, number, true);
        assertThat(client.pullRequest(repository, number).mergeable()).isFalse();
    }

    @EveryForge
    void knowsWhatWasMergedByWhat(Kind kind) {
        FakeForge fake = bench.fake(kind);
        String repository = fake.someRepository();
        Forge client = bench.client(fake);
        int number = ForgeBench.open(fake);

        assertThat(client.pullRequestsAt(repository, HEAD)).containsExactly(number);
        assertThat(client.mergedBy(repository, MERGED)).isEmpty();

        fake.merge(repository, number, "grace", MERGED);

        assertThat(client.mergedBy(repository, MERGED)).contains(number);
        assertThat(client.pullRequestsAt(repository, HEAD)).isEmpty();
        assertThat(client.pullRequest(repository, number))
                .extracting(PullRequest::open, PullRequest::merged, PullRequest::mergeCommit)
                .containsExactly(false, true, Optional.of(MERGED));
    }

    @EveryForge
    void knowsForks(Kind kind) {
        FakeForge fake = bench.fake(kind);
        int number = fake.openPullRequest(
                fake.someRepository(),
                Opening.of("mallory", "more-memory", HEAD).fromFork());

        assertThat(bench.client(fake).pullRequest(fake.someRepository(), number).fork())
                .isTrue();
    }

    @EveryForge
    void readsEveryPage(Kind kind) {
        FakeForge fake = bench.fake(kind);
        String repository = fake.someRepository();
        for (int number = 1; number <= 120; number++) {
            fake.openPullRequest(repository, Opening.of("ada", "b" + number, number == 117 ? NEXT : HEAD));
        }

        assertThat(bench.client(fake).pullRequestsAt(repository, NEXT)).containsExactly(117);
        assertThat(bench.client(fake).pullRequestsAt(repository, HEAD)).hasSize(119);
    }

    @EveryForge
    void knowsWhoIsWho(Kind kind) {
        FakeForge fake = bench.fake(kind);
        String repository = fake.someRepository();
        fake.team(repository, "platform-owners", "hopper");
        fake.team(repository, "platform", "ada");
        Forge client = bench.client(fake);

        assertThat(client.is(repository, "ADA", "user:ada")).isTrue();
        assertThat(client.is(repository, "ad", "user:ada")).isFalse();
        assertThat(client.is(repository, "grace", "writers")).isTrue();
        assertThat(client.is(repository, "hopper", "writers")).isFalse();
        assertThat(client.is(repository, "nobody", "writers")).isFalse();
        assertThat(client.is(repository, "ada", fake.principal("platform"))).isTrue();
        assertThat(client.is(repository, "hopper", fake.principal("platform"))).isFalse();
        assertThat(client.is(repository, "ada", fake.principal("nothing"))).isFalse();
    }

    @EveryForge
    void namesThatAreNoAccountsAreAskedAboutNowhere(Kind kind) {
        FakeForge fake = bench.fake(kind);
        Forge client = bench.client(fake);

        for (String name : List.of("../../user", "ada/permission?x=", "a b", "", "ada#", "..")) {
            assertThat(client.is(fake.someRepository(), name, "writers")).isFalse();
            assertThat(client.is(fake.someRepository(), name, fake.principal("platform")))
                    .isFalse();
        }

        assertThat(fake.requests()).isEmpty();
    }

    @EveryForge
    void aPrincipalThatIsNoneIsSaid(Kind kind) {
        FakeForge fake = bench.fake(kind);

        assertThatThrownBy(() -> bench.client(fake).is(fake.someRepository(), "ada", "everybody"))
                .isInstanceOf(ForgeException.class)
                .hasMessageContaining("neither user:NAME, team:NAME nor writers");
    }
}
