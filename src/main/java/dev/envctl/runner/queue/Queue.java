package dev.envctl.runner.queue;

import dev.envctl.runner.database.Database;
import dev.envctl.runner.run.EnvironmentKey;
import dev.envctl.runner.run.NewRun;
import dev.envctl.runner.run.Run;
import dev.envctl.runner.run.RunListener;
import dev.envctl.runner.run.RunWork;
import dev.envctl.runner.run.Runs;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One replica's share of the work. Of each environment at most one run is worked on in the whole cluster, in the order
/// in which they were queued; environments are worked on at once. Everything is in the database: what was queued is
/// done even if nobody woke the queue, what a dead replica left is taken over, and each change of a run is told.
///
/// From its construction on it takes jobs; from [#start] to [#close] it works. All threads may call it.
public final class Queue implements Jobs, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Queue.class);

    /// The work itself, which may know the queue. Names of jobs and of what recurs must differ.
    public record Work(RunWork runs, List<RunListener> listeners, List<Job> jobs, List<Recurring> recurring) {
        public Work {
            listeners = List.copyOf(listeners);
            jobs = List.copyOf(jobs);
            recurring = List.copyOf(recurring);
        }
    }

    private record Pools(Pool environments, Pool jobs, ScheduledExecutorService sweeps) {}

    private static final String ENVIRONMENT = "environment";
    private static final String CHANGED = "run-changed";
    private static final int SWEPT_AT_ONCE = 1000;
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final Database database;
    private final Runs runs;
    private final QueueSettings settings;
    private final SharedClock clock;
    private final JobTable environmentTable;
    private final JobTable jobTable;
    private final Closing closing = new Closing();
    private volatile Optional<Pools> pools = Optional.empty();
    private volatile boolean swept = true;

    public Queue(Database database, Runs runs, Clock clock, QueueSettings settings) {
        this.database = database;
        this.runs = runs;
        this.settings = settings;
        this.clock = new SharedClock(database.jdbi(), clock);
        this.environmentTable = new JobTable(database.jdbi(), "scheduled_environment");
        this.jobTable = new JobTable(database.jdbi(), "scheduled_job");
    }

    /// Begins to work. What is in the database is all there is to know of the time before.
    public void start(Work work) {
        if (pools.isPresent()) {
            throw new IllegalStateException("the queue works already; this is a bug in envctl");
        }
        clock.compare();
        var worker = new RunWorker(runs, settings.replica(), work.runs(), closing, this::tell);
        var messenger = new Messenger(runs, work.listeners());
        Job environments = new Job(ENVIRONMENT, instance -> workOn(worker, EnvironmentKey.parse(instance)));
        Job changes = new Job(CHANGED, instance -> messenger.tell(Long.parseLong(instance)));
        List<Job> jobs = Stream.concat(Stream.of(changes), work.jobs().stream()).toList();
        requireDifferentNames(jobs, work.recurring());
        start(new Pools(
                pool(environmentTable, environmentPlan(environments)),
                pool(jobTable, jobPlan(jobs, work.recurring())),
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofVirtual().name("sweep").factory())));
    }

    private void start(Pools started) {
        pools = Optional.of(started);
        started.environments().start();
        started.jobs().start();
        long pause = settings.poll().toMillis();
        var _ = started.sweeps().scheduleWithFixedDelay(this::sweep, 0, pause, TimeUnit.MILLISECONDS);
    }

    private Pool pool(JobTable table, Pool.Plan plan) {
        return new Pool(database, table, clock, settings, plan);
    }

    /// What goes wrong here is that the database is away.
    private Pool.Plan environmentPlan(Job environments) {
        return new Pool.Plan("run", settings.concurrency(), Duration.ofSeconds(15), List.of(environments), List.of());
    }

    private Pool.Plan jobPlan(List<Job> jobs, List<Recurring> recurring) {
        return new Pool.Plan("job", settings.jobs(), Duration.ofMinutes(10), jobs, recurring);
    }

    private static void requireDifferentNames(List<Job> jobs, List<Recurring> recurring) {
        Set<String> names = new HashSet<>();
        Stream.concat(jobs.stream().map(Job::name), recurring.stream().map(Recurring::name))
                .forEach(name -> {
                    if (!names.add(name)) {
                        throw new IllegalArgumentException("two jobs are called " + name);
                    }
                });
    }

    /// Queues a run, and wakes who works. Empty when one with the same `once` was queued before.
    public Optional<Run> enqueue(NewRun wanted) {
        Optional<Run> queued = runs.enqueue(wanted);
        queued.ifPresent(run -> {
            tell(run);
            wake(run.environment());
        });
        return queued;
    }

    /// There may be something to do for this environment. Whoever forgets to say so costs a second and nothing
    /// else.
    public void wake(EnvironmentKey environment) {
        environmentTable.ask(ENVIRONMENT, environment.text(), clock.now());
        pools.ifPresent(started -> started.environments().look());
    }

    @Override
    public void soon(String job, String instance) {
        at(job, instance, clock.now());
    }

    @Override
    public void unlessAsked(String job, List<String> instances) {
        if (jobTable.addMissing(job, instances, clock.now())) {
            pools.ifPresent(started -> started.jobs().look());
        }
    }

    @Override
    public void at(String job, String instance, Instant when) {
        jobTable.ask(job, instance, when);
        pools.ifPresent(started -> started.jobs().look());
    }

    private void tell(Run changed) {
        soon(CHANGED, Long.toString(changed.id()));
    }

    /// One run at a time, so that environments with many runs leave workers to the others; then it waits behind
    /// them.
    private void workOn(RunWorker worker, EnvironmentKey environment) {
        if (closing.isClosing() || worker.workOn(environment)) {
            environmentTable.ask(ENVIRONMENT, environment.text(), clock.now());
        }
    }

    /// Finds what was queued or changed without a word to the queue, or by a process that died before it said it.
    /// Throws nothing, because it would not be called again.
    private void sweep() {
        try {
            clock.compare();
            Instant now = clock.now();
            List<String> waiting =
                    runs.waiting().stream().map(EnvironmentKey::text).toList();
            List<String> news = runs.news(SWEPT_AT_ONCE).stream()
                    .map(id -> Long.toString(id))
                    .toList();
            boolean environments = environmentTable.addMissing(ENVIRONMENT, waiting, now);
            boolean changes = jobTable.addMissing(CHANGED, news, now);
            pools.filter(_ -> environments)
                    .ifPresent(started -> started.environments().look());
            pools.filter(_ -> changes).ifPresent(started -> started.jobs().look());
            swept = true;
        } catch (RuntimeException failure) {
            if (swept) {
                log.warn("looking for waiting runs went wrong; it is tried again until it goes right", failure);
            }
            swept = false;
        }
    }

    @Override
    public void close() {
        close(settings.grace());
    }

    /// Takes nothing new and lets what is being worked on end or stop: an apply is told at once to stop after its
    /// current steps, everything else when half of the grace is over. What stopped is given back to be taken up by
    /// another replica. Returns when all is done or the grace is over; what is worked on until then is taken over
    /// once this process is gone.
    public void close(Duration grace) {
        if (pools.isEmpty() || closing.isClosing()) {
            return;
        }
        closing.begin(grace);
        pools.get().sweeps().close();
        long end = System.nanoTime() + grace.toNanos();
        boolean drained = stop(pools.get().environments(), end);
        awaitTold();
        drained &= stop(pools.get().jobs(), Math.max(end, System.nanoTime() + LAST_WORDS.toNanos()));
        log.info(drained ? "the queue is drained" : "the grace is over; what is still worked on is taken over");
    }

    /// How the last runs ended is told before, by whoever is quick: what is not is told by another replica, or at
    /// the next start.
    private void awaitTold() {
        long end = System.nanoTime() + LAST_WORDS.toNanos();
        while (!runs.news(1).isEmpty() && System.nanoTime() < end) {
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    private static boolean stop(Pool pool, long end) {
        try {
            return Thread.ofVirtual().start(pool::stop).join(Duration.ofNanos(end - System.nanoTime()));
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
