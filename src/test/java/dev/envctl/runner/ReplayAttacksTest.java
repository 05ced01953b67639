package dev.envctl.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.runner.database.Database;
import dev.envctl.runner.review.ReviewParts;
import dev.envctl.runner.run.EnvironmentState;
import dev.envctl.runner.run.EnvironmentState.Sync;
import dev.envctl.runner.run.Run;
import dev.envctl.runner.run.Runs.Filter;
import dev.envctl.runner.settings.RunnerSettings.ApplyOn;
import dev.envctl.runner.webhook.Deliveries;
import dev.envctl.testing.RunnerStory;
import dev.envctl.testing.forge.FakeForge;
import dev.envctl.testing.forge.FakeGitHub;
import dev.envctl.testing.forge.FakeGitea;
import dev.envctl.testing.forge.SignedDelivery;
import dev.envctl.testing.forge.World.Permission;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Somebody overheard all that a forge ever told, and tells it again, each under a new id: the signature is good, since
/// it does not cover the id.
class ReplayAttacksTest {

    private static final String FILE = RunnerStory.DIRECTORY + "/logs.yaml";

    @TempDir
    private Path directory;

    enum Kind {
        GITHUB,
        GITEA;

        FakeForge make() {
            return this == GITHUB ? FakeGitHub.withToken() : FakeGitea.gitea();
        }
    }

    /// All that a replay could add to, or take back.
    private record Effects(String runs, String audit, String environments, String approvals, String said) {}

    private final class Overheard implements AutoCloseable {
        final RunnerStory story;
        final FakeForge forge;
        final String repository;
        final Database database;
        final ReviewParts.Stores stores;
        final Deliveries deliveries;
        private int invented;

        Overheard(Kind kind, ApplyOn apply) {
            story = new RunnerStory(directory, kind.make(), apply);
            forge = story.forge();
            repository = story.repository();
            forge.permitAll(repository, Permission.WRITE, "alice", "bob");
            database = Database.inFile(directory.resolve("data").resolve("runner"));
            stores = ReviewParts.Stores.of(database.jdbi(), Clock.systemUTC());
            deliveries = new Deliveries(database.jdbi(), Clock.systemUTC());
        }

        String commit(String branch, int days) {
            return story.commit(branch, "Keep for " + days, Map.of(FILE, RunnerStory.logGroup("spark", days)));
        }

        void settle() {
            story.until(
                    "all is handled",
                    () -> deliveries.unhandled(Duration.ZERO, 1).isEmpty());
            story.until("all runs are over", () -> stores.runs().waiting().isEmpty());
        }

        List<Run> runs(Run.Kind kind) {
            return stores.runs().list(Filter.latest(100).of(kind));
        }

        boolean is(Sync sync) {
            return stores.environments().list().stream()
                    .map(EnvironmentState::sync)
                    .toList()
                    .equals(List.of(sync));
        }

        Effects effects() {
            return new Effects(
                    stores.runs().list(Filter.latest(1_000)).toString(),
                    stores.audit().list(1_000).toString(),
                    stores.environments().list().toString(),
                    database.jdbi()
                            .withHandle(handle -> handle.createQuery("select * from approval order by at, digest")
                                    .mapToMap()
                                    .list()
                                    .toString()),
                    Stream.concat(forge.comments(repository, 1).stream(), forge.issues(repository).stream())
                            .toList()
                            .toString());
        }

        /// Everything that was ever told, in its order, and then in the other.
        void replay() {
            List<SignedDelivery> all = forge.deliveries();
            Stream.concat(all.stream(), all.reversed().stream()).forEach(this::replay);
        }

        private void replay(SignedDelivery delivery) {
            invented++;
            String id = "invented-" + invented;
            URI door = story.runner()
                    .address()
                    .resolve("/webhooks/" + forge.settings().name());
            SignedDelivery again = delivery.headers().containsKey("X-Gitea-Delivery")
                    ? delivery.with("X-Gitea-Delivery", id)
                    : delivery.with("X-GitHub-Delivery", id);
            assertThat(forge.outbox().send(door, again)).isEqualTo(200);
        }

        void assertThatReplayingDoesNothing() {
            settle();
            Effects before = effects();
            replay();
            settle();
            assertThat(effects()).isEqualTo(before);
        }

        /// What is kept for days and for months is gone.
        void timePasses() {
            assertThat(deliveries.forget(Duration.ZERO)).isPositive();
            stores.runs().forget(Clock.systemUTC().instant());
        }

        @Override
        public void close() {
            story.close();
            database.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void noCommandIsObeyedTwiceNorWhenItComesToBeAllowed(Kind kind) {
        try (Overheard team = new Overheard(kind, ApplyOn.COMMENT)) {
            String opened = team.commit("more", 30);
            int number = team.story.open("bob", "more", opened);
            team.story.comment(number, "1 to add");
            team.forge.comment(team.repository, number, "alice", "/envctl apply dev");
            team.story.comment(number, "its plan was not approved");
            String pushed = team.commit("more", 60);
            team.story.push(number, pushed);
            team.story.comment(number, "at `" + pushed.substring(0, 7) + "`", "| planned |");
            team.forge.comment(team.repository, number, "bob", "/envctl plan dev");
            team.forge.comment(team.repository, number, "alice", "/envctl unlock dev");
            team.story.comment(number, "Nobody holds the lease");
            team.settle();
            team.forge.approve(team.repository, number, "alice");
            team.story.comment(number, "by `alice`");
            assertThat(team.runs(Run.Kind.PLAN)).hasSize(3);

            team.assertThatReplayingDoesNothing();
            assertThat(team.runs(Run.Kind.APPLY))
                    .as("approved, and nobody said to apply it")
                    .isEmpty();

            team.forge.comment(team.repository, number, "alice", "/envctl apply dev");
            team.story.comment(number, "Apply complete");
            team.story.merge("more", number, "alice");
            team.story.comment(number, "merged as");
            team.assertThatReplayingDoesNothing();

            team.timePasses();
            team.assertThatReplayingDoesNothing();
            assertThat(team.runs(Run.Kind.APPLY)).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void noMergeIsAppliedTwiceAndNothingThatWasAppliedIsPendingAgain(Kind kind) {
        try (Overheard team = new Overheard(kind, ApplyOn.MERGE)) {
            team.forge.pushBranch(team.repository, "main", team.commit("main", 14), "carol");
            team.story.until("it is pending", () -> team.is(Sync.PENDING));
            String first = team.commit("first", 30);
            int number = team.story.open("bob", "first", first);
            team.story.comment(number, "1 to add");
            team.forge.approve(team.repository, number, "alice");
            team.story.comment(number, "by `alice`");
            team.story.merge("first", number, "alice");
            team.story.comment(number, "Apply complete");
            int undone = team.story.open("bob", "second", team.commit("second", 60));
            team.story.comment(undone, "1 to change");
            team.forge.approve(team.repository, undone, "alice");
            team.story.comment(undone, "by `alice`");
            team.story.merge("second", undone, "alice");
            team.story.comment(undone, "Apply complete");
            assertThat(team.is(Sync.IN_SYNC)).isTrue();

            team.assertThatReplayingDoesNothing();
            team.timePasses();
            team.assertThatReplayingDoesNothing();

            assertThat(team.runs(Run.Kind.APPLY))
                    .as("but the last is forgotten")
                    .hasSize(1);
            assertThat(team.is(Sync.IN_SYNC)).isTrue();
        }
    }
}
