package dev.envctl.runner.queue;

import static dev.envctl.runner.queue.QueueBench.DONE;
import static dev.envctl.runner.queue.QueueBench.STOPPED;
import static dev.envctl.runner.queue.QueueBench.settings;
import static dev.envctl.runner.queue.QueueBench.start;
import static dev.envctl.testing.TestRuns.apply;
import static dev.envctl.testing.TestRuns.environment;
import static dev.envctl.testing.TestRuns.plan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import dev.envctl.runner.forge.ForgeException;
import dev.envctl.runner.run.Run;
import dev.envctl.runner.run.Run.State;
import dev.envctl.runner.run.RunLog;
import dev.envctl.runner.run.RunResult;
import dev.envctl.runner.run.RunWork;
import dev.envctl.runner.run.RunWork.Ending;
import dev.envctl.runner.run.Runs;
import dev.envctl.runner.run.SupersededException;
import dev.envctl.testing.Eventually;
import dev.envctl.testing.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.MDC;

/// How runs are worked off, in both databases.
@ParameterizedClass
@EnumSource(TestDatabase.class)
class QueueTest {

    private final QueueBench bench;

    QueueTest(TestDatabase kind) {
        bench = new QueueBench(kind);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    // order

    @Test
    void worksOffAnEnvironmentInOrderAndOneAtATime() {
        List<Long> begun = new CopyOnWriteArrayList<>();
        AtomicInteger atWork = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        RunWork work = (run, _) -> {
            begun.add(run.id());
            most.accumulateAndGet(atWork.incrementAndGet(), Math::max);
            LockSupport.parkNanos(100_000);
            atWork.decrementAndGet();
            return DONE;
        };
        List<Run> queued = List.of("a", "b", "c", "d", "e").stream()
                .map(head -> bench.enqueue(plan("dev", head)))
                .toList();

        bench.replica("one", work);
        bench.replica("two", work);

        queued.forEach(run -> assertThat(bench.over(run).state()).isEqualTo(State.SUCCEEDED));
        assertThat(begun).containsExactlyElementsOf(queued.stream().map(Run::id).toList());
        assertThat(most).hasValue(1);
    }

    @Test
    void whatIsLoggedMeanwhileNamesRunAndEnvironment() {
        List<Map<String, String>> said = new CopyOnWriteArrayList<>();
        Run queued = bench.enqueue(plan("dev", "head"));

        bench.replica("one", (_, _) -> {
            said.add(MDC.getCopyOfContextMap());
            return DONE;
        });

        bench.over(queued);
        assertThat(said)
                .containsExactly(Map.of(
                        "run",
                        Long.toString(queued.id()),
                        "environment",
                        queued.environment().text()));
    }

    @Test
    void worksOnAsManyEnvironmentsAtOnceAsItMay() {
        CountDownLatch go = new CountDownLatch(1);
        Queue queue = start(bench.queue(settings("one", 2)), (_, _) -> {
            await(go);
            return DONE;
        });
        List<Run> queued = List.of("a", "b", "c").stream()
                .map(name -> queue.enqueue(plan(name, "head")).orElseThrow())
                .toList();

        Eventually.until("two are at work", () -> count(State.RUNNING) == 2);
        assertThat(count(State.QUEUED)).isEqualTo(1);
        go.countDown();
        queued.forEach(bench::over);
    }

    private int count(State state) {
        return bench.runs.list(Runs.Filter.latest(100).in(state)).size();
    }

    @Test
    void anEnvironmentWithManyRunsLeavesRoomForOthers() {
        List<String> begun = new CopyOnWriteArrayList<>();
        for (int i = 0; i < 5; i++) {
            bench.enqueue(plan("busy", "head" + i));
        }
        Run other = bench.enqueue(plan("other", "head"));

        start(bench.queue(settings("one", 1)), (run, _) -> {
            begun.add(run.environment().directory());
            return DONE;
        });
        bench.over(other);

        assertThat(begun.indexOf("environments/other")).isLessThan(5);
    }

    @Test
    void findsWhatNobodyWokeItFor() {
        bench.replica("one", (_, _) -> DONE);

        assertThat(bench.over(bench.enqueue(plan("dev", "a"))).state()).isEqualTo(State.SUCCEEDED);
    }

    @Test
    void queuesTheSameOnceOnly() {
        Queue queue = bench.replica("one", (_, _) -> DONE);

        assertThat(queue.enqueue(plan("dev", "a"))).isPresent();
        assertThat(queue.enqueue(plan("dev", "a"))).isEmpty();
    }

    @Test
    void leavesNothingBehindWhenAllIsDone() {
        Queue queue = bench.replica("one", (_, _) -> DONE);
        bench.over(queue.enqueue(plan("dev", "a")).orElseThrow());

        Eventually.until("nothing is scheduled", () -> bench.waitingJobs() == 0 && scheduledEnvironments() == 0);
    }

    private int scheduledEnvironments() {
        return bench.database
                .jdbi()
                .withHandle(handle -> handle.createQuery("select count(*) from scheduled_environment")
                        .mapTo(Integer.class)
                        .one());
    }

    // listeners

    @Test
    void tellsListenersUntilTheyKnowTheEnd() {
        Map<Long, List<State>> told = new ConcurrentHashMap<>();
        CountDownLatch go = new CountDownLatch(1);
        Queue queue = start(
                bench.queue(settings("one", 1)),
                (_, _) -> {
                    await(go);
                    return DONE;
                },
                List.of(run -> told.computeIfAbsent(run.id(), _ -> new CopyOnWriteArrayList<>())
                        .add(run.state())));

        Run first = queue.enqueue(plan("dev", "a")).orElseThrow();
        Eventually.until("it is told to run", () -> told(told, first).contains(State.RUNNING));
        Run second = queue.enqueue(plan("dev", "b")).orElseThrow();
        Eventually.until("it is told to wait", () -> told(told, second).equals(List.of(State.QUEUED)));
        bench.runs.cancel(second.id(), "ada");
        Eventually.until("it is told to be cancelled", () -> told(told, second).contains(State.CANCELLED));
        go.countDown();

        Eventually.until("it is told to be done", () -> told(told, first).contains(State.SUCCEEDED));
        assertThat(told(told, first)).isSorted();
        Eventually.until("no news", () -> bench.runs.news(9).isEmpty());
    }

    private static List<State> told(Map<Long, List<State>> told, Run run) {
        return told.getOrDefault(run.id(), List.of());
    }

    @Test
    void tellsAllListenersEvenIfOneThrowsAndThatOneAgain() {
        AtomicInteger calls = new AtomicInteger();
        List<State> other = new CopyOnWriteArrayList<>();
        Queue queue = start(
                bench.queue(settings("one", 1)),
                (_, _) -> DONE,
                List.of(
                        _ -> {
                            if (calls.incrementAndGet() == 1) {
                                throw new ForgeException("POST /comments: 502", true);
                            }
                        },
                        run -> other.add(run.state())));

        Run run = queue.enqueue(plan("dev", "a")).orElseThrow();

        Eventually.until("the other is told", () -> other.contains(State.SUCCEEDED));
        Eventually.until("no news", () -> bench.runs.news(9).isEmpty());
        assertThat(calls).hasValueGreaterThan(1);
        assertThat(bench.find(run).state()).isEqualTo(State.SUCCEEDED);
    }

    @Test
    void tellsWhatAReplicaThatDiedDidNotTell() {
        Run run = bench.enqueue(plan("dev", "a"));
        Run begun = bench.runs.begin(environment("dev"), "dead").orElseThrow();
        bench.runs.end(begun, State.SUCCEEDED, RunResult.of("done"));
        List<Long> told = new CopyOnWriteArrayList<>();

        start(bench.queue(settings("one", 1)), (_, _) -> DONE, List.of(changed -> told.add(changed.id())));

        Eventually.until("it is told", () -> told.contains(run.id()));
    }

    // failures

    @Test
    void showsWhatWasWrittenForUsers() {
        assertThat(summaryOf(() -> new ForgeException("GET /repos/acme/platform:\n 404", false)))
                .isEqualTo("GET /repos/acme/platform: 404");
        assertThat(summaryOf(() -> new ProblemException(List.of(
                        Problem.of(Code.INVALID_YAML, "The first one."),
                        Problem.of(Code.UNKNOWN_REFERENCE, "Another.")))))
                .isEqualTo(Code.INVALID_YAML.summary() + ": The first one. (and 1 more)");
    }

    @Test
    void showsNothingOfWhatMayHoldASecret() {
        assertThat(summaryOf(() -> new IllegalStateException("https://user:hunter2@example.com")))
                .contains("IllegalStateException")
                .doesNotContain("hunter2");
        assertThat(summaryOf(StackOverflowError::new)).contains("StackOverflowError");
    }

    private final AtomicInteger failures = new AtomicInteger();

    private String summaryOf(Supplier<Throwable> failure) {
        try (var replica = bench.replica("one", (_, _) -> {
            throw sneaky(failure.get());
        })) {
            Run run = replica.enqueue(plan("dev", "head" + failures.incrementAndGet()))
                    .orElseThrow();
            assertThat(bench.over(run).state()).isEqualTo(State.FAILED);
            return bench.find(run).result().orElseThrow().summary();
        }
    }

    private static RuntimeException sneaky(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        return (RuntimeException) failure;
    }

    @Test
    void aRunThatDoesNotEndIsABug() {
        Queue queue = bench.replica("one", (_, _) -> new Ending(State.QUEUED, RunResult.of("?")));

        Run run = queue.enqueue(plan("dev", "a")).orElseThrow();

        assertThat(bench.over(run).state()).isEqualTo(State.FAILED);
    }

    @Test
    void beginsAgainWhenTheDatabaseWasAway() {
        AtomicInteger calls = new AtomicInteger();
        Queue queue = bench.replica("one", (_, _) -> {
            if (calls.incrementAndGet() == 1) {
                throw new JdbiException("connection refused") {};
            }
            return DONE;
        });

        Run run = queue.enqueue(plan("dev", "a")).orElseThrow();

        assertThat(bench.over(run).state()).isEqualTo(State.SUCCEEDED);
        assertThat(bench.find(run).attempt()).isEqualTo(2);
    }

    @Test
    void givesUpOnWhatKillsTheProcessEachTime() {
        AtomicBoolean worked = new AtomicBoolean();
        Run run = bench.enqueue(plan("dev", "a"));
        for (int i = 0; i < RunWorker.MOST_DEATHS; i++) {
            bench.beginAndDie("dev");
        }

        bench.replica("one", (_, _) -> {
            worked.set(true);
            return DONE;
        });

        assertThat(bench.over(run).state()).isEqualTo(State.FAILED);
        assertThat(bench.find(run).result().orElseThrow().summary()).startsWith("Given up: 5 times");
        assertThat(worked).isFalse();
    }

    // cancelling

    @Test
    void aPersonCanCancelWhatIsWorkedOn() {
        Queue queue = bench.replica("one", QueueTest::untilCancelled);
        Run run = queue.enqueue(apply("dev", "a")).orElseThrow();
        bench.running(run);

        bench.runs.cancel(run.id(), "ada");

        assertThat(bench.over(run).state()).isEqualTo(State.CANCELLED);
        assertThat(bench.find(run).result().orElseThrow().summary()).isEqualTo("stopped");
    }

    @Test
    void doesNotBeginAgainWhatIsCancelled() {
        AtomicBoolean worked = new AtomicBoolean();
        Run run = bench.enqueue(apply("dev", "a"));
        bench.beginAndDie("dev");
        bench.runs.cancel(run.id(), "ada");

        bench.replica("one", (_, _) -> {
            worked.set(true);
            return DONE;
        });

        assertThat(bench.over(run).state()).isEqualTo(State.CANCELLED);
        assertThat(worked).isFalse();
    }

    private static Ending untilCancelled(Run run, RunLog log) {
        Eventually.until("it is cancelled", log::isCancelled);
        return STOPPED;
    }

    // draining

    @Test
    void anApplyStopsAtOnceAndAnotherReplicaGoesOn() {
        Queue first = bench.replica("one", QueueTest::untilCancelled);
        Run run = first.enqueue(apply("dev", "a")).orElseThrow();
        bench.running(run);
        long asked = System.nanoTime();

        first.close(Duration.ofSeconds(20));

        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(9));
        assertThat(bench.find(run).state()).isEqualTo(State.QUEUED);
        bench.replica("two", (_, _) -> DONE);
        assertThat(bench.over(run).state()).isEqualTo(State.SUCCEEDED);
        assertThat(bench.find(run).attempt()).isEqualTo(2);
        assertThat(bench.runs.deaths(run.id())).isZero();
    }

    @Test
    void aPlanMayEndWhileTheGraceLasts() {
        CountDownLatch go = new CountDownLatch(1);
        AtomicBoolean toldToStop = new AtomicBoolean();
        Queue queue = bench.replica("one", (_, log) -> {
            await(go);
            toldToStop.set(log.isCancelled());
            return DONE;
        });
        Run run = queue.enqueue(plan("dev", "a")).orElseThrow();
        Run next = queue.enqueue(plan("dev", "b")).orElseThrow();
        bench.running(run);

        Thread closing = Thread.ofVirtual().start(() -> queue.close(Duration.ofSeconds(30)));
        go.countDown();
        join(closing);

        assertThat(bench.find(run).state()).isEqualTo(State.SUCCEEDED);
        assertThat(bench.find(next).state()).isEqualTo(State.QUEUED);
        assertThat(toldToStop).isFalse();
        assertThat(bench.runs.news(9)).doesNotContain(run.id());
    }

    @Test
    void aPlanStopsAndIsGivenBackBeforeTheGraceIsOver() {
        Queue queue = bench.replica("one", QueueTest::untilCancelled);
        Run run = queue.enqueue(plan("dev", "a")).orElseThrow();
        bench.running(run);

        queue.close(Duration.ofSeconds(2));

        assertThat(bench.find(run).state()).isEqualTo(State.QUEUED);
    }

    @Test
    void whatAPersonCancelledIsNotGivenBack() {
        CountDownLatch go = new CountDownLatch(1);
        Queue queue = bench.replica("one", (_, log) -> {
            await(go);
            return untilCancelled(log);
        });
        Run run = queue.enqueue(apply("dev", "a")).orElseThrow();
        bench.running(run);
        bench.runs.cancel(run.id(), "ada");

        Thread closing = Thread.ofVirtual().start(queue::close);
        go.countDown();
        join(closing);

        assertThat(bench.find(run).state()).isEqualTo(State.CANCELLED);
    }

    private static Ending untilCancelled(RunLog log) {
        Eventually.until("it is cancelled", log::isCancelled);
        return STOPPED;
    }

    @Test
    void whatDoesNotStopIsLeftAndTheProcessMayEnd() {
        CountDownLatch go = new CountDownLatch(1);
        Queue queue = bench.replica("one", (_, _) -> {
            await(go);
            return DONE;
        });
        Run run = queue.enqueue(apply("dev", "a")).orElseThrow();
        bench.running(run);

        queue.close(Duration.ofMillis(300));

        assertThat(bench.find(run).state()).isEqualTo(State.RUNNING);
        go.countDown();
        assertThat(bench.over(run).state()).isEqualTo(State.SUCCEEDED);
    }

    // taking over

    @Test
    void takesOverWhatASilentReplicaWorksOnAndRefusesWhatThatOneSays() {
        CountDownLatch go = new CountDownLatch(1);
        List<String> refused = new CopyOnWriteArrayList<>();
        Queue silent = start(bench.queue(settings("silent", 1, Duration.ofHours(1))), (_, log) -> {
            log.line("from the silent one");
            await(go);
            try {
                log.line("late");
            } catch (SupersededException expected) {
                refused.add(expected.getMessage());
                throw expected;
            }
            return DONE;
        });
        Run run = silent.enqueue(plan("dev", "a")).orElseThrow();
        Eventually.until("it is at work", () -> !bench.runs.lines(run.id(), 0).isEmpty());

        bench.replica("living", (_, log) -> {
            log.line("from the living one");
            return new Ending(State.SUCCEEDED, RunResult.of("by the living one"));
        });
        assertThat(bench.over(run).replica()).contains("living");
        go.countDown();

        Eventually.until("the silent one is refused", () -> refused.size() == 1);
        assertThat(bench.find(run).attempt()).isEqualTo(2);
        assertThat(bench.find(run).result().orElseThrow().summary()).isEqualTo("by the living one");
        assertThat(bench.runs.lines(run.id(), 0))
                .extracting(Runs.Line::text)
                .containsExactly("from the silent one", "from the living one");
    }

    @Test
    void theEndOfWhoeverWasTakenForDeadDoesNotCount() {
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        Queue silent = start(bench.queue(settings("silent", 1, Duration.ofHours(1))), (_, _) -> {
            await(go);
            ended.countDown();
            return new Ending(State.FAILED, RunResult.of("by the silent one"));
        });
        Run run = silent.enqueue(plan("dev", "a")).orElseThrow();
        bench.running(run);
        CountDownLatch goOn = new CountDownLatch(1);
        bench.replica("living", (_, _) -> {
            await(goOn);
            return DONE;
        });
        Eventually.until("it is taken over", () -> bench.find(run).attempt() == 2);

        go.countDown();
        await(ended);
        silent.close(Duration.ofSeconds(5));

        assertThat(bench.find(run).state()).isEqualTo(State.RUNNING);
        goOn.countDown();
        assertThat(bench.over(run).state()).isEqualTo(State.SUCCEEDED);
    }

    @Test
    void theLivingAreNotTakenForDead() {
        CountDownLatch go = new CountDownLatch(1);
        RunWork slow = (_, _) -> {
            await(go);
            return DONE;
        };
        Queue queue = bench.replica("one", slow);
        bench.replica("two", slow);
        Run run = queue.enqueue(plan("dev", "a")).orElseThrow();
        bench.running(run);
        AtomicInteger beats = new AtomicInteger();

        Eventually.until("it was long at work", () -> beats.incrementAndGet() > 250);
        go.countDown();

        assertThat(bench.over(run).attempt()).isEqualTo(1);
    }

    @Test
    void clocksThatDifferDoNotMatter() {
        CountDownLatch go = new CountDownLatch(1);
        Queue behind =
                start(bench.queue(settings("behind", 1), Clock.offset(bench.clock, Duration.ofHours(-1))), (_, _) -> {
                    await(go);
                    return DONE;
                });
        start(bench.queue(settings("ahead", 1), Clock.offset(bench.clock, Duration.ofHours(1))), (_, _) -> {
            await(go);
            return DONE;
        });
        Run first = behind.enqueue(plan("dev", "a")).orElseThrow();
        Run second = behind.enqueue(plan("prod", "a")).orElseThrow();
        bench.running(first);
        bench.running(second);
        AtomicInteger looks = new AtomicInteger();

        Eventually.until("it was long at work", () -> looks.incrementAndGet() > 200);
        go.countDown();

        assertThat(bench.over(first).attempt()).isEqualTo(1);
        assertThat(bench.over(second).attempt()).isEqualTo(1);
        assertThat(List.of(bench.find(first).replica(), bench.find(second).replica()))
                .as("each has a worker")
                .containsExactlyInAnyOrder(Optional.of("behind"), Optional.of("ahead"));
    }

    @Test
    void startsOnce() {
        Queue queue = bench.replica("one", (_, _) -> DONE);

        assertThatThrownBy(() -> start(queue, (_, _) -> DONE)).isInstanceOf(IllegalStateException.class);
    }

    static void await(CountDownLatch latch) {
        Eventually.until("the test goes on", () -> latch.getCount() == 0);
    }

    static void join(Thread thread) {
        Eventually.until("it is closed", () -> !thread.isAlive());
    }
}
