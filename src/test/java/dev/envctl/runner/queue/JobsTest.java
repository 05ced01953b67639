package dev.envctl.runner.queue;

import static dev.envctl.runner.queue.QueueBench.settings;
import static dev.envctl.runner.queue.QueueTest.await;
import static dev.envctl.runner.queue.QueueTest.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.envctl.testing.Eventually;
import dev.envctl.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What other packages may ask for, in both databases.
@ParameterizedClass
@EnumSource(TestDatabase.class)
class JobsTest {

    private final QueueBench bench;

    JobsTest(TestDatabase kind) {
        bench = new QueueBench(kind);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private Queue working(String name, Job... jobs) {
        return bench.working(name, List.of(jobs), List.of());
    }

    @Test
    void doesOnceWhatWasAskedForSeveralTimesBeforeItBegan() {
        List<String> done = new CopyOnWriteArrayList<>();
        Queue asking = bench.queue(settings("asking", 1));
        asking.soon("say", "a");
        asking.soon("say", "a");
        asking.soon("say", "b");
        asking.soon("say", "a");

        working("one", new Job("say", done::add));

        Eventually.until("all is done", () -> bench.waitingJobs() == 0);
        assertThat(done).containsExactlyInAnyOrder("a", "b");
    }

    /// Whoever looks for what was forgotten must not shorten the pauses of what went wrong.
    @Test
    void whatWaitsGoesOnWaitingWhenOnlyTheForgottenIsAskedFor() {
        List<String> done = new CopyOnWriteArrayList<>();
        Queue asking = bench.queue(settings("asking", 1));
        asking.at("say", "a", Instant.now().plusSeconds(3600));

        asking.unlessAsked("say", List.of("a", "b"));
        working("one", new Job("say", done::add));

        Eventually.until("the forgotten is done", () -> bench.waitingJobs() == 1);
        assertThat(done).containsExactly("b");
    }

    @Test
    void doesAgainWhatWasAskedForWhileItWasDone() {
        AtomicInteger times = new AtomicInteger();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Queue queue = working("one", new Job("say", _ -> {
            times.incrementAndGet();
            begun.countDown();
            await(go);
        }));
        queue.soon("say", "a");
        await(begun);

        queue.soon("say", "a");
        queue.soon("say", "a");
        go.countDown();

        Eventually.until("all is done", () -> bench.waitingJobs() == 0);
        assertThat(times).hasValue(2);
    }

    @Test
    void losesNothingWhenManyAskAllTheTime() {
        AtomicInteger asked = new AtomicInteger();
        AtomicInteger seen = new AtomicInteger();
        AtomicInteger times = new AtomicInteger();
        Job look = new Job("look", _ -> {
            times.incrementAndGet();
            seen.set(asked.get());
        });
        List<Queue> queues = List.of(working("one", look), working("two", look));

        List<Thread> asking = queues.stream()
                .map(queue -> Thread.ofVirtual().start(() -> {
                    for (int i = 0; i < 100; i++) {
                        asked.incrementAndGet();
                        queue.soon("look", "a");
                    }
                }))
                .toList();
        asking.forEach(QueueTest::join);

        Eventually.until("the last one is seen", () -> seen.get() == 200);
        Eventually.until("all is done", () -> bench.waitingJobs() == 0);
        assertThat(times).hasValueLessThanOrEqualTo(200);
    }

    @Test
    void neverDoesTheSameTwiceAtOnce() {
        AtomicInteger atWork = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger times = new AtomicInteger();
        Job job = new Job("say", _ -> {
            most.accumulateAndGet(atWork.incrementAndGet(), Math::max);
            LockSupport.parkNanos(100_000);
            atWork.decrementAndGet();
            times.incrementAndGet();
        });
        Queue one = working("one", job);
        Queue two = working("two", job);

        Eventually.until("it was done often", () -> {
            one.soon("say", "a");
            two.soon("say", "a");
            return times.get() > 20;
        });

        assertThat(most).hasValue(1);
    }

    @Test
    void triesAgainWhatWentWrong() {
        List<Long> tries = new CopyOnWriteArrayList<>();
        Queue queue = working("one", new Job("say", _ -> {
            tries.add(System.nanoTime());
            if (tries.size() < 3) {
                throw new IllegalStateException("not yet");
            }
        }));

        queue.soon("say", "a");

        Eventually.until("it went right", () -> tries.size() == 3 && bench.waitingJobs() == 0);
        assertThat(Duration.ofNanos(tries.get(1) - tries.get(0))).isGreaterThanOrEqualTo(Duration.ofMillis(900));
        assertThat(Duration.ofNanos(tries.get(2) - tries.get(1))).isGreaterThanOrEqualTo(Duration.ofMillis(1900));
    }

    @Test
    void triesAtOnceWhatIsAskedForWhileItWaitsToBeTriedAgain() {
        AtomicInteger tries = new AtomicInteger();
        Queue queue = working("one", new Job("say", _ -> {
            if (tries.incrementAndGet() < 6) {
                throw new IllegalStateException("not yet");
            }
        }));

        Eventually.until("it went right", () -> {
            queue.soon("say", "a");
            return tries.get() >= 6;
        });
    }

    @Test
    void doesNothingBeforeItsTime() {
        List<Instant> done = new CopyOnWriteArrayList<>();
        Queue queue = working("one", new Job("say", _ -> done.add(bench.clock.instant())));
        Instant when = bench.clock.instant().plusMillis(1500);

        queue.at("say", "a", when.plusSeconds(3600));
        queue.at("say", "a", when);
        queue.at("say", "a", when.plusSeconds(60));

        Eventually.until("all is done", () -> bench.waitingJobs() == 0);
        assertThat(done).hasSize(1);
        assertThat(done.getFirst()).isAfter(when.minusMillis(100));
    }

    @Test
    void laterIsKeptWhileItIsDone() {
        AtomicInteger times = new AtomicInteger();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Queue queue = working("one", new Job("say", _ -> {
            times.incrementAndGet();
            begun.countDown();
            await(go);
        }));
        queue.soon("say", "a");
        await(begun);

        queue.at("say", "a", bench.clock.instant().plusSeconds(3600));
        go.countDown();
        Eventually.until("it waits", () -> waitsUnpicked() == 1);

        assertThat(times).hasValue(1);
    }

    private int waitsUnpicked() {
        return bench.database
                .jdbi()
                .withHandle(handle -> handle.createQuery("select count(*) from scheduled_job where picked = false")
                        .mapTo(Integer.class)
                        .one());
    }

    @Test
    void takesOverTheJobOfASilentReplica() {
        List<String> done = new CopyOnWriteArrayList<>();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Queue silent = bench.queue(settings("silent", 1, Duration.ofHours(1)));
        silent.start(new Queue.Work(
                (_, _) -> QueueBench.DONE,
                List.of(),
                List.of(new Job("say", _ -> {
                    begun.countDown();
                    await(go);
                })),
                List.of()));
        silent.soon("say", "a");
        await(begun);

        working("living", new Job("say", done::add));

        Eventually.until("it is done", () -> done.contains("a") && bench.waitingJobs() == 0);
        go.countDown();
    }

    @Test
    void letsAJobEndBeforeItCloses() {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        List<String> done = new CopyOnWriteArrayList<>();
        Queue queue = working("one", new Job("say", instance -> {
            begun.countDown();
            await(go);
            done.add(instance);
        }));
        queue.soon("say", "a");
        await(begun);

        Thread closing = Thread.ofVirtual().start(queue::close);
        go.countDown();
        join(closing);

        assertThat(done).containsExactly("a");
        assertThat(bench.waitingJobs()).isZero();
    }

    @Test
    void oneReplicaDoesWhatRecurs() {
        AtomicInteger times = new AtomicInteger();
        AtomicInteger atWork = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        var recurring = new Recurring("tick", Duration.ofMillis(50), () -> {
            most.accumulateAndGet(atWork.incrementAndGet(), Math::max);
            atWork.decrementAndGet();
            if (times.incrementAndGet() == 2) {
                throw new IllegalStateException("once");
            }
        });

        bench.working("one", List.of(), List.of(recurring));
        bench.working("two", List.of(), List.of(recurring));

        Eventually.until("it recurred", () -> times.get() > 5);
        assertThat(most).hasValue(1);
    }

    @Test
    void twoJobsOfOneNameAreAMistake() {
        assertThatThrownBy(() -> working("one", new Job("say", _ -> {}), new Job("say", _ -> {})))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("two jobs are called say");
    }
}
