package dev.envctl.runner.queue;

import static dev.envctl.testing.TestRuns.environment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.runner.database.Database;
import dev.envctl.runner.run.NewRun;
import dev.envctl.runner.run.Run;
import dev.envctl.runner.run.Run.State;
import dev.envctl.runner.run.RunListener;
import dev.envctl.runner.run.RunResult;
import dev.envctl.runner.run.RunWork;
import dev.envctl.runner.run.RunWork.Ending;
import dev.envctl.runner.run.Runs;
import dev.envctl.testing.Eventually;
import dev.envctl.testing.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// One database and the replicas that a test starts on it.
final class QueueBench implements AutoCloseable {

    static final Ending DONE = new Ending(State.SUCCEEDED, RunResult.of("done"));
    static final Ending STOPPED = new Ending(State.CANCELLED, RunResult.of("stopped"));
    static final Duration GRACE = Duration.ofSeconds(10);

    final Clock clock = Clock.systemUTC();
    final Database database;
    final Runs runs;
    private final String url;
    private final List<Queue> queues = new ArrayList<>();

    QueueBench(TestDatabase kind) {
        url = kind.url();
        database = TestDatabase.open(url);
        runs = new Runs(database.jdbi(), clock);
    }

    /// Dead after a second of silence, found after half a second more.
    static QueueSettings settings(String replica, int concurrency) {
        return settings(replica, concurrency, Duration.ofMillis(250));
    }

    static QueueSettings settings(String replica, int concurrency, Duration heartbeat) {
        return new QueueSettings(replica, concurrency, 4, heartbeat, Duration.ofMillis(100), GRACE);
    }

    Queue queue(QueueSettings settings) {
        return queue(settings, clock);
    }

    Queue queue(QueueSettings settings, Clock itsClock) {
        var queue = new Queue(database, runs, itsClock, settings);
        queues.add(queue);
        return queue;
    }

    Queue replica(String name, RunWork work) {
        return start(queue(settings(name, 4)), work);
    }

    static Queue start(Queue queue, RunWork work) {
        return start(queue, work, List.of());
    }

    static Queue start(Queue queue, RunWork work, List<RunListener> listeners) {
        queue.start(new Queue.Work(work, listeners, List.of(), List.of()));
        return queue;
    }

    Queue working(String name, List<Job> jobs, List<Recurring> recurring) {
        Queue queue = queue(settings(name, 1));
        queue.start(new Queue.Work((_, _) -> DONE, List.of(), jobs, recurring));
        return queue;
    }

    Run enqueue(NewRun wanted) {
        return runs.enqueue(wanted).orElseThrow();
    }

    Run find(Run run) {
        return runs.find(run.id()).orElseThrow();
    }

    Run over(Run run) {
        return reached(run, Run::isOver, "over");
    }

    Run running(Run run) {
        return reached(run, found -> found.state() == State.RUNNING, "running");
    }

    private Run reached(Run run, Predicate<Run> condition, String what) {
        Eventually.until("run " + run.id() + " is " + what, () -> condition.test(find(run)));
        return find(run);
    }

    /// As if a replica had begun it and died.
    void beginAndDie(String environment) {
        assertThat(runs.begin(environment(environment), "dead")).isPresent();
    }

    int waitingJobs() {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("select count(*) from scheduled_job")
                        .mapTo(Integer.class)
                        .one());
    }

    @Override
    public void close() {
        queues.forEach(queue -> queue.close(Duration.ofSeconds(2)));
        database.close();
    }
}
