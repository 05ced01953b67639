package dev.envctl.runner.run;

import static dev.envctl.testing.TestRuns.PULL_REQUEST;
import static dev.envctl.testing.TestRuns.apply;
import static dev.envctl.testing.TestRuns.environment;
import static dev.envctl.testing.TestRuns.plan;
import static dev.envctl.testing.TestRuns.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.envctl.runner.database.Database;
import dev.envctl.runner.run.EnvironmentState.Health;
import dev.envctl.runner.run.EnvironmentState.Sync;
import dev.envctl.runner.run.Run.Kind;
import dev.envctl.runner.run.Run.State;
import dev.envctl.runner.run.Runs.Filter;
import dev.envctl.testing.TestDatabase;
import dev.envctl.testing.TurnableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What is kept of runs and environments, in both databases.
@ParameterizedClass
@EnumSource(TestDatabase.class)
class RunsTest {

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    private final TurnableClock clock = new TurnableClock(START);
    private final Database database;
    private final Runs runs;
    private final Environments environments;
    private final AuditLog audit;

    RunsTest(TestDatabase kind) {
        database = kind.open();
        runs = new Runs(database.jdbi(), clock);
        environments = new Environments(database.jdbi());
        audit = new AuditLog(database.jdbi(), clock);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private Run enqueue(NewRun wanted) {
        return runs.enqueue(wanted).orElseThrow();
    }

    private Run begin(String environment, String replica) {
        return runs.begin(environment(environment), replica).orElseThrow();
    }

    private Run find(Run run) {
        return runs.find(run.id()).orElseThrow();
    }

    // queueing

    @Test
    void keepsAllThatARunIsQueuedWith() {
        var wanted = new NewRun(
                environment("dev"),
                Kind.APPLY,
                new Run.Cause(Run.Trigger.COMMENT, "ada", Optional.of(12)),
                new Run.Revision("abc", Optional.of("def")),
                Optional.of("sha256:77"),
                "apply:12");

        Run queued = enqueue(wanted);

        assertThat(queued)
                .isEqualTo(new Run(
                        queued.id(),
                        environment("dev"),
                        Kind.APPLY,
                        State.QUEUED,
                        wanted.cause(),
                        wanted.revision(),
                        Optional.of("sha256:77"),
                        START,
                        Optional.empty(),
                        Optional.empty(),
                        0,
                        Optional.empty(),
                        false,
                        Optional.empty()));
        assertThat(find(queued)).isEqualTo(queued);
    }

    @Test
    void keepsWhatARunDoesNotHave() {
        Run queued = enqueue(new NewRun(
                environment("dev"),
                Kind.DRIFT,
                new Run.Cause(Run.Trigger.SCHEDULE, "schedule", Optional.empty()),
                new Run.Revision("abc", Optional.empty()),
                Optional.empty(),
                "drift"));

        assertThat(queued.cause().pullRequest()).isEmpty();
        assertThat(queued.revision().base()).isEmpty();
        assertThat(queued.expectedDigest()).isEmpty();
    }

    @Test
    void queuesTheSameOnceOnly() {
        Run first = enqueue(plan("dev", "a"));

        assertThat(runs.enqueue(plan("dev", "a"))).isEmpty();
        runs.end(begin("dev", "one"), State.SUCCEEDED, RunResult.of("done"));
        assertThat(runs.enqueue(plan("dev", "a"))).isEmpty();
        assertThat(runs.list(Filter.latest(10))).extracting(Run::id).containsExactly(first.id());
    }

    @Test
    void queuesTheSameOnceOnlyWhenManyAskAtTheSameTime() {
        List<Optional<Run>> queued = atOnce(8, () -> runs.enqueue(plan("dev", "a")));

        assertThat(queued.stream().flatMap(Optional::stream)).hasSize(1);
    }

    // beginning and ending

    @Test
    void beginsInOrderAndOneEnvironmentBesideTheOther() {
        Run first = enqueue(plan("dev", "a"));
        Run second = enqueue(plan("dev", "b"));
        Run other = enqueue(plan("prod", "a"));
        clock.turn(Duration.ofSeconds(5));

        Run begun = begin("dev", "one");

        assertThat(begun.id()).isEqualTo(first.id());
        assertThat(begun.state()).isEqualTo(State.RUNNING);
        assertThat(begun.attempt()).isEqualTo(1);
        assertThat(begun.replica()).contains("one");
        assertThat(begun.started()).contains(START.plusSeconds(5));
        assertThat(begin("prod", "two").id()).isEqualTo(other.id());
        assertThat(runs.end(begun, State.SUCCEEDED, RunResult.of("done"))).isTrue();
        assertThat(begin("dev", "one").id()).isEqualTo(second.id());
    }

    @Test
    void beginsNothingWhereNothingWaits() {
        enqueue(plan("dev", "a"));

        assertThat(runs.begin(environment("prod"), "one")).isEmpty();
    }

    @Test
    void keepsHowARunEnded() {
        enqueue(plan("dev", "a"));
        var result = new RunResult(
                "Plan: 1 to add",
                Optional.of("sha256:1"),
                new RunResult.Counts(1, 2, 3, 4, 5, 6, 7, 8, 9, 10),
                List.of(new RunResult.Annotation("environments/dev/a.yaml", 3, true, "Unknown reference", "…")));
        Run begun = begin("dev", "one");
        clock.turn(Duration.ofMinutes(1));

        runs.end(begun, State.REFUSED, result);

        assertThat(find(begun).state()).isEqualTo(State.REFUSED);
        assertThat(find(begun).ended()).contains(START.plusSeconds(60));
        assertThat(find(begun).result()).contains(result);
    }

    @Test
    void beginsAgainWhatADeadReplicaBeganAndRefusesWhatThatOneStillSays() {
        enqueue(plan("dev", "a"));
        Run dead = begin("dev", "one");
        RunLog deadLog = runs.log(dead, () -> false);
        deadLog.line("from the first");

        Run again = begin("dev", "two");

        assertThat(again.id()).isEqualTo(dead.id());
        assertThat(again.attempt()).isEqualTo(2);
        assertThatThrownBy(() -> deadLog.line("late")).isInstanceOf(SupersededException.class);
        assertThatThrownBy(() -> deadLog.keep(RunPaper.PLAN_TEXT, "late")).isInstanceOf(SupersededException.class);
        assertThat(deadLog.isCancelled()).isTrue();
        assertThat(runs.end(dead, State.SUCCEEDED, RunResult.of("late"))).isFalse();
        assertThat(runs.giveBack(dead)).isFalse();
        assertThat(find(dead).state()).isEqualTo(State.RUNNING);
        assertThat(runs.end(again, State.SUCCEEDED, RunResult.of("done"))).isTrue();
        assertThat(runs.lines(dead.id(), 0)).extracting(Runs.Line::text).containsExactly("from the first");
    }

    @Test
    void countsDeathsButNotWhatWasGivenBack() {
        enqueue(plan("dev", "a"));
        assertThat(runs.giveBack(begin("dev", "one"))).isTrue();
        Run second = begin("dev", "two");
        assertThat(runs.deaths(second.id())).isZero();

        Run third = begin("dev", "three");

        assertThat(runs.deaths(third.id())).isEqualTo(1);
        assertThat(third.attempt()).isEqualTo(3);
    }

    @Test
    void givesBackToTheHeadOfTheQueue() {
        Run first = enqueue(plan("dev", "a"));
        enqueue(plan("dev", "b"));
        Run begun = begin("dev", "one");

        runs.giveBack(begun);

        assertThat(find(begun).state()).isEqualTo(State.QUEUED);
        assertThat(find(begun).replica()).isEmpty();
        assertThat(begin("dev", "two").id()).isEqualTo(first.id());
        assertThatThrownBy(() -> runs.log(begun, () -> false).line("late")).isInstanceOf(SupersededException.class);
    }

    @Test
    void refusesASecondEnd() {
        enqueue(plan("dev", "a"));
        Run begun = begin("dev", "one");
        runs.end(begun, State.SUCCEEDED, RunResult.of("done"));

        assertThat(runs.end(begun, State.FAILED, RunResult.of("no"))).isFalse();
        assertThat(find(begun).state()).isEqualTo(State.SUCCEEDED);
    }

    // logs and papers

    @Test
    void numbersLinesAndReadsOnFromAny() {
        enqueue(plan("dev", "a"));
        Run begun = begin("dev", "one");
        RunLog log = runs.log(begun, () -> false);

        log.line("one");
        clock.turn(Duration.ofSeconds(1));
        log.line("two <b>\u001b[1m");
        log.line("");

        assertThat(runs.lines(begun.id(), 0))
                .containsExactly(
                        new Runs.Line(1, START, "one"),
                        new Runs.Line(2, START.plusSeconds(1), "two <b>\\u001b[1m"),
                        new Runs.Line(3, START.plusSeconds(1), ""));
        assertThat(runs.lines(begun.id(), 2)).extracting(Runs.Line::number).containsExactly(3);
    }

    @Test
    void writesLinesFromManyThreads() {
        enqueue(plan("dev", "a"));
        Run begun = begin("dev", "one");
        RunLog log = runs.log(begun, () -> false);

        atOnce(20, () -> {
            log.line("text");
            return true;
        });

        assertThat(runs.lines(begun.id(), 0))
                .extracting(Runs.Line::number)
                .hasSize(20)
                .doesNotHaveDuplicates();
    }

    @Test
    void keepsTheLatestOfEachPaper() {
        enqueue(plan("dev", "a"));
        Run begun = begin("dev", "one");
        RunLog log = runs.log(begun, () -> false);
        String large = "plan ".repeat(400_000);

        log.keep(RunPaper.PLAN_TEXT, "first");
        log.keep(RunPaper.PLAN_TEXT, large);
        log.keep(RunPaper.GRAPH, "a --> b");

        assertThat(runs.paper(begun.id(), RunPaper.PLAN_TEXT)).contains(large);
        assertThat(runs.paper(begun.id(), RunPaper.GRAPH)).contains("a --> b");
        assertThat(runs.paper(begun.id(), RunPaper.PLAN_JSON)).isEmpty();
    }

    @Test
    void takesTextsWithCharactersThatADatabaseCannotKeep() {
        enqueue(plan("dev", "a"));
        Run begun = begin("dev", "one");
        RunLog log = runs.log(begun, () -> false);

        log.line("a\0b");
        log.keep(RunPaper.PLAN_TEXT, "a\0b");
        runs.end(begun, State.FAILED, RunResult.of("a\0b"));
        audit.add("ada\0", "refused", "x\0".repeat(2000), "a\0b");

        assertThat(runs.lines(begun.id(), 0)).extracting(Runs.Line::text).containsExactly("a\\u0000b");
        assertThat(runs.paper(begun.id(), RunPaper.PLAN_TEXT)).contains("a\uFFFDb");
        assertThat(find(begun).result().orElseThrow().summary()).isEqualTo("a\\u0000b");
        assertThat(audit.list(1).getFirst().target()).hasSize(1000).startsWith("x\uFFFDx");
    }

    // cancelling and superseding

    @Test
    void cancelsWhatWaitsAtOnce() {
        Run queued = enqueue(plan("dev", "a"));

        assertThat(runs.cancel(queued.id(), "ada")).isTrue();

        assertThat(find(queued).state()).isEqualTo(State.CANCELLED);
        assertThat(find(queued).ended()).contains(START);
        assertThat(find(queued).result().orElseThrow().summary()).isEqualTo("Cancelled by ada before it began.");
        assertThat(runs.begin(environment("dev"), "one")).isEmpty();
        assertThat(runs.cancel(queued.id(), "ada")).isFalse();
    }

    @Test
    void tellsWhoeverWorksThatItIsCancelled() {
        enqueue(plan("dev", "a"));
        Run begun = begin("dev", "one");
        RunLog log = runs.log(begun, () -> false);
        assertThat(log.isCancelled()).isFalse();

        assertThat(runs.cancel(begun.id(), "ada")).isTrue();

        assertThat(log.isCancelled()).isTrue();
        assertThat(find(begun).cancelRequested()).isTrue();
        assertThat(find(begun).state()).isEqualTo(State.RUNNING);
    }

    @Test
    void asksTheProcessToo() {
        enqueue(plan("dev", "a"));

        assertThat(runs.log(begin("dev", "one"), () -> true).isCancelled()).isTrue();
    }

    @Test
    void doesNotCancelWhatNeverWas() {
        assertThat(runs.cancel(4711, "ada")).isFalse();
    }

    @Test
    void takesOldPlansOfAPullRequestOutOfTheQueue() {
        enqueue(plan("dev", "old"));
        begin("dev", "one");
        Run oldPlan = enqueue(plan("prod", "old"));
        Run newPlan = enqueue(plan("prod", "new"));
        Run oldApply = enqueue(apply("stage", "old"));

        List<Long> superseded =
                runs.supersede("github", "acme/platform", PULL_REQUEST, new Run.Revision("new", Optional.of("base")));

        assertThat(superseded).containsExactly(oldPlan.id());
        assertThat(find(oldPlan).state()).isEqualTo(State.SUPERSEDED);
        assertThat(find(newPlan).state()).isEqualTo(State.QUEUED);
        assertThat(find(oldApply).state()).isEqualTo(State.QUEUED);
    }

    // lists

    @Test
    void listsTheLatestFirstAndOnlyWhatIsAskedFor() {
        Run one = enqueue(plan("dev", "a"));
        Run two = enqueue(apply("dev", "a"));
        Run three = enqueue(plan("prod", "a"));
        begin("dev", "one");

        assertThat(ids(Filter.latest(2))).containsExactly(three.id(), two.id());
        assertThat(ids(Filter.latest(9).of(environment("dev")))).containsExactly(two.id(), one.id());
        assertThat(ids(Filter.latest(9).of(Kind.PLAN))).containsExactly(three.id(), one.id());
        assertThat(ids(Filter.latest(9).in(State.RUNNING))).containsExactly(one.id());
        assertThat(ids(Filter.latest(9).in(State.RUNNING, State.QUEUED).of(Kind.PLAN)))
                .containsExactly(three.id(), one.id());
        assertThat(ids(Filter.latest(9).ofPullRequest(PULL_REQUEST))).hasSize(3);
        assertThat(ids(Filter.latest(9).ofPullRequest(8))).isEmpty();
        assertThat(ids(Filter.latest(9).before(two.id()))).containsExactly(one.id());
    }

    private List<Long> ids(Filter filter) {
        return runs.list(filter).stream().map(Run::id).toList();
    }

    @Test
    void knowsWhichEnvironmentsWait() {
        enqueue(plan("dev", "a"));
        enqueue(plan("dev", "b"));
        enqueue(plan("prod", "a"));
        runs.end(begin("prod", "one"), State.SUCCEEDED, RunResult.of("done"));
        begin("dev", "one");

        assertThat(runs.waiting()).containsExactly(environment("dev"));
    }

    @Test
    void knowsSinceWhenTheOldestWaits() {
        assertThat(runs.oldestQueued()).isEmpty();
        enqueue(plan("dev", "a"));
        clock.turn(Duration.ofMinutes(1));
        enqueue(plan("prod", "a"));
        assertThat(runs.oldestQueued()).contains(START);

        begin("dev", "one");

        assertThat(runs.oldestQueued()).contains(START.plusSeconds(60));
    }

    @Test
    void whatStandsBehindALongApplyDoesNotWaitForSomebodyWhoWorks() {
        enqueue(plan("dev", "a"));
        Run first = begin("dev", "one");
        enqueue(plan("dev", "b"));
        clock.turn(Duration.ofHours(1));
        assertThat(runs.oldestQueued()).isEmpty();

        runs.end(first, State.SUCCEEDED, RunResult.of("done"));

        assertThat(runs.oldestQueued()).contains(START.plus(Duration.ofHours(1)));
    }

    @Test
    void forgetsWhatIsOldButNotTheLastOfEachKind() {
        Run old = enqueue(plan("dev", "a"));
        Run begun = begin("dev", "one");
        runs.log(begun, () -> false).line("text");
        runs.log(begun, () -> false).keep(RunPaper.PLAN_TEXT, "text");
        runs.end(begun, State.SUCCEEDED, RunResult.of("done"));
        Run last = enqueue(plan("dev", "b"));
        runs.end(begin("dev", "one"), State.SUCCEEDED, RunResult.of("done"));
        Run waiting = enqueue(apply("dev", "a"));

        assertThat(runs.forget(START)).isZero();
        assertThat(runs.forget(START.plusSeconds(1))).isEqualTo(1);

        assertThat(runs.find(old.id())).isEmpty();
        assertThat(runs.lines(old.id(), 0)).isEmpty();
        assertThat(runs.find(last.id())).isPresent();
        assertThat(runs.find(waiting.id())).isPresent();
    }

    // news

    @Test
    void everyChangeOfAStateIsNewsUntilItIsTold() {
        Run queued = enqueue(plan("dev", "a"));
        assertThat(runs.news(9)).containsExactly(queued.id());
        runs.told(queued);
        assertThat(runs.news(9)).isEmpty();

        Run begun = begin("dev", "one");
        assertThat(runs.news(9)).containsExactly(queued.id());
        runs.told(queued);
        assertThat(runs.news(9)).as("what was told is older").containsExactly(queued.id());
        runs.told(begun);

        runs.giveBack(begun);
        assertThat(runs.news(9)).containsExactly(queued.id());
        runs.told(find(begun));
        runs.cancel(queued.id(), "ada");
        assertThat(runs.news(9)).containsExactly(queued.id());
    }

    @Test
    void anEndIsNewsAndSoIsBeingTakenOver() {
        enqueue(plan("dev", "a"));
        Run first = begin("dev", "one");
        runs.told(first);
        Run second = begin("dev", "two");

        runs.told(first);
        assertThat(runs.news(9)).containsExactly(first.id());
        runs.told(second);
        assertThat(runs.news(9)).isEmpty();
        runs.end(second, State.SUCCEEDED, RunResult.of("done"));
        assertThat(runs.news(9)).containsExactly(first.id());
    }

    // environments

    @Test
    void environmentsBeginUnknownAndKeepWhatIsSeen() {
        EnvironmentState seen = environments.change(
                environment("dev"), state -> state.observed("dev.eu-west-1", Sync.IN_SYNC, Health.HEALTHY, 40, START));

        assertThat(seen.converged()).contains(START);
        assertThat(environments.find(environment("dev"))).contains(seen);
        assertThat(environments.find(environment("prod"))).isEmpty();
    }

    @Test
    void environmentsKeepEachPart() {
        EnvironmentState seen = environments.change(
                environment("dev"),
                state -> state.observed("dev", Sync.DRIFTED, Health.DEGRADED, 3, START)
                        .checkedForDrift(17, START.plusSeconds(1))
                        .withDriftIssue(5));

        EnvironmentState kept = environments.find(environment("dev")).orElseThrow();

        assertThat(kept).isEqualTo(seen);
        assertThat(kept.driftSince()).contains(START);
        assertThat(kept.driftRun()).contains(17L);
        assertThat(kept.driftIssue()).contains(5);
        assertThat(kept.converged()).isEmpty();
    }

    @Test
    void environmentsAreListedInOrderWhileTheyArePresent() {
        environments.change(environment("prod"), state -> state);
        environments.change(environment("dev"), state -> state);
        environments.change(environment("gone"), state -> state.withPresent(false));

        assertThat(environments.list())
                .extracting(EnvironmentState::key)
                .containsExactly(environment("dev"), environment("prod"));
    }

    @Test
    void environmentsAreChangedOneAfterTheOther() {
        atOnce(20, () -> environments.change(environment("dev"), RunsTest::oneMoreResource));

        assertThat(environments.find(environment("dev")).orElseThrow().resources())
                .isEqualTo(20);
    }

    private static EnvironmentState oneMoreResource(EnvironmentState state) {
        return state.observed("dev", Sync.PENDING, Health.UNKNOWN, state.resources() + 1, START);
    }

    @Test
    void anEnvironmentIsKnownByItsOneText() {
        var key = new EnvironmentKey("gitlab", "acme/group/platform", "environments/odd:name");

        assertThat(EnvironmentKey.parse(key.text())).isEqualTo(key);
        assertThatThrownBy(() -> EnvironmentKey.parse("gitlab:acme")).isInstanceOf(IllegalArgumentException.class);
    }

    // audit

    @Test
    void auditListsTheLatestFirst() {
        audit.add("ada", "apply", "acme/platform:environments/dev", "run 3");
        clock.turn(Duration.ofSeconds(1));
        audit.add("eve", "refused", "acme/platform#7", "may not apply");

        assertThat(audit.list(9)).extracting(AuditLog.Entry::actor).containsExactly("eve", "ada");
        assertThat(audit.list(1).getFirst().at()).isEqualTo(START.plusSeconds(1));
        assertThat(audit.list(1).getFirst().detail()).isEqualTo("may not apply");
    }

    private static <T> List<T> atOnce(int times, Callable<T> work) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> running = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                running.add(threads.submit(work));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> one : running) {
                results.add(one.get());
            }
            return results;
        } catch (InterruptedException | ExecutionException failure) {
            throw new AssertionError(failure);
        }
    }
}
