package dev.envctl.runner.queue;

import static dev.envctl.testing.TestRuns.plan;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.runner.queue.Replicas.Trial;
import dev.envctl.runner.run.NewRun;
import dev.envctl.runner.run.Run;
import dev.envctl.runner.run.Run.State;
import dev.envctl.runner.run.Runs.Filter;
import dev.envctl.testing.Eventually;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/// Real processes, really killed. The settings of production need their time to find out who is dead; it passes while
/// the other test runs.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReplicasTest {

    private static final int ENVIRONMENTS = 20;
    private static final int RUNS = 140;
    private static final int REQUESTS = 200;
    private static final int KILLS = 4;
    private static final int RUNS_BETWEEN_KILLS = 25;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Replicas production = new Replicas("production");
    private final Run endless =
            production.runs.enqueue(plan("dev", ReplicaProcess.ENDLESS)).orElseThrow();
    private Instant killed = Instant.MAX;

    @BeforeAll
    void killTheOneThatWorksWhileAnotherWaits() {
        String first = production.start();
        Eventually.until("the first one works", PATIENCE, () -> production.isWorking(first));
        production.start();
        killed = production.kill(first);
    }

    @AfterAll
    void close() {
        production.close();
    }

    @Test
    @Order(1)
    void everythingIsDoneOnceAndInOrderWhileProcessesAreKilled() {
        try (var replicas = new Replicas("quick")) {
            List<String> living = new ArrayList<>(List.of(replicas.start(), replicas.start(), replicas.start()));
            Thread requests = Thread.ofVirtual().start(() -> ask(replicas, requests()));

            for (int i = 1; i <= KILLS; i++) {
                String victim = living.removeFirst();
                int enough = i * RUNS_BETWEEN_KILLS;
                Eventually.until("enough is done", PATIENCE, () -> replicas.done() >= enough);
                Eventually.until(victim + " works", () -> replicas.isWorking(victim));
                replicas.kill(victim);
                living.add(replicas.start());
            }
            QueueTest.join(requests);
            Eventually.until(
                    "all is done", PATIENCE, () -> replicas.runs.waiting().isEmpty());
            Eventually.until("all is told", () -> replicas.runs.news(1).isEmpty());

            assertThat(replicas.drain()).containsOnly(0);
            everythingIsDone(replicas);
            onlyWhatWasKilledWasTriedAgain(replicas);
            replicas.trials().stream()
                    .collect(groupingBy(Trial::environment))
                    .values()
                    .forEach(trials -> oneAfterTheOther(trials, replicas.killed()));
        }
    }

    /// Each run is asked for at least once, some several times, in no order; always the same, so that a failure can
    /// be looked at again.
    private static List<NewRun> requests() {
        List<NewRun> requests = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            int run = i % RUNS;
            requests.add(plan("environment-" + run % ENVIRONMENTS, "head-" + run));
        }
        Collections.shuffle(requests, new Random(4711));
        return requests;
    }

    /// As deliveries come in: some wake the queue, and of some nobody tells it.
    private static void ask(Replicas replicas, List<NewRun> requests) {
        var queue = new Queue(
                replicas.database, replicas.runs, Clock.systemUTC(), ReplicaProcess.production("does not work itself"));
        for (int i = 0; i < requests.size(); i++) {
            Optional<Run> queued = i % 2 == 0 ? queue.enqueue(requests.get(i)) : replicas.runs.enqueue(requests.get(i));
            queued.ifPresent(_ -> pause());
        }
    }

    private static void pause() {
        LockSupport.parkNanos(Duration.ofMillis(80).toNanos());
    }

    private static void everythingIsDone(Replicas replicas) {
        List<Run> all = replicas.runs.list(Filter.latest(10_000));
        assertThat(all).hasSize(RUNS);
        assertThat(all).extracting(Run::state).containsOnly(State.SUCCEEDED);
        assertThat(replicas.toldToHaveSucceeded())
                .containsExactlyElementsOf(all.reversed().stream().map(Run::id).toList());
    }

    /// A run ended by its last attempt, and each attempt before that died with its process.
    private static void onlyWhatWasKilledWasTriedAgain(Replicas replicas) {
        for (Trial trial : replicas.trials()) {
            Run run = replicas.runs.find(trial.run()).orElseThrow();
            if (trial.attempt() == run.attempt()) {
                assertThat(trial.ended()).as("%s", trial).isPresent();
                assertThat(run.replica()).contains(trial.process());
            } else {
                assertThat(replicas.killed()).as("%s", trial).containsKey(trial.process());
            }
        }
        assertThat(replicas.killed()).hasSize(KILLS);
        assertThat(replicas.trials().stream().filter(trial -> trial.attempt() > 1))
                .as("something was taken over")
                .isNotEmpty();
    }

    private static void oneAfterTheOther(List<Trial> trials, Map<String, Instant> killed) {
        assertThat(trials).extracting(Trial::run).isSorted();
        for (int i = 1; i < trials.size(); i++) {
            Trial before = trials.get(i - 1);
            Instant ended = before.ended()
                    .or(() -> Optional.ofNullable(killed.get(before.process())))
                    .orElseThrow();
            assertThat(trials.get(i).begun()).as("after %s", before).isAfterOrEqualTo(ended);
        }
    }

    @Test
    @Order(2)
    void aDeadReplicaIsTakenOverWithinHalfAMinuteByTheSettingsOfProduction() {
        Eventually.until("it is taken over", PATIENCE, () -> trials().size() == 2);

        Duration silence = Duration.between(killed, trials().getLast().begun());
        assertThat(silence).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(30));
        assertThat(trials().getLast().attempt()).isEqualTo(2);
        production.runs.cancel(endless.id(), "the test");
        Eventually.until("it is over", () -> production.runs.waiting().isEmpty());
    }

    private List<Trial> trials() {
        return production.trials();
    }
}
