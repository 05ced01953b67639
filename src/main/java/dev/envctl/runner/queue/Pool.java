package dev.envctl.runner.queue;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import dev.envctl.runner.database.Database;
import java.sql.DatabaseMetaData;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One db-scheduler over one [JobTable]: so many workers, which take what is due, the longest due first. Never takes
/// more than it has workers for, so that the rest is there for other replicas.
final class Pool {

    private static final Logger log = LoggerFactory.getLogger(Pool.class);

    /// What a pool works on, with how many workers, and how long what goes wrong waits at the most.
    record Plan(String name, int workers, Duration longestPause, List<Job> jobs, List<Recurring> recurring) {}

    private static final Duration ANY_TIME = Duration.ofDays(1);

    private final JobTable table;
    private final SharedClock clock;
    private final Duration longestPause;
    private final Scheduler scheduler;

    Pool(Database database, JobTable table, SharedClock clock, QueueSettings settings, Plan plan) {
        this.table = table;
        this.clock = clock;
        this.longestPause = plan.longestPause();
        List<Task<?>> tasks = plan.jobs().stream().<Task<?>>map(this::task).toList();
        this.scheduler = threads(plan.name(), Scheduler.create(database.source(), tasks))
                .startTasks(plan.recurring().stream().map(this::task).toList())
                .tableName(table.table())
                .jdbcCustomization(customization(database.jdbi()))
                .clock(clock)
                .schedulerName(new SchedulerName.Fixed(settings.replica()))
                .threads(plan.workers())
                // ask for more as soon as a worker is free
                .pollUsingLockAndFetch(0.99, 1.0)
                .pollingInterval(settings.poll())
                .heartbeatInterval(settings.heartbeat())
                .missedHeartbeatsLimit(QueueSettings.SILENT_HEARTBEATS)
                .shutdownMaxWait(ANY_TIME)
                .failureLogging(LogLevel.OFF, false)
                .build();
    }

    void start() {
        scheduler.start();
    }

    /// There is something to do in the table.
    void look() {
        scheduler.triggerCheckForDueExecutions();
    }

    /// Takes nothing new and returns when nobody works any more. Until then it gives signs of life, so that nobody
    /// else takes over what is still worked on.
    void stop() {
        scheduler.stop();
    }

    /// Of virtual threads, which do not keep a process from ending.
    private static SchedulerBuilder threads(String name, SchedulerBuilder builder) {
        ThreadFactory threads = Thread.ofVirtual().name(name + "-", 1).factory();
        ExecutorService workers = Executors.newThreadPerTaskExecutor(threads);
        return builder.executorService(workers)
                .dueExecutor(Executors.newSingleThreadExecutor(threads))
                .housekeeperExecutor(Executors.newScheduledThreadPool(3, threads));
    }

    private static JdbcCustomization customization(Jdbi jdbi) {
        String product = jdbi.withHandle(handle -> handle.queryMetadata(DatabaseMetaData::getDatabaseProductName));
        return product.equals("H2") ? new EmbeddedCustomization() : new PostgreSqlJdbcCustomization(false, false);
    }

    private Task<Void> task(Job job) {
        CompletionHandler<Void> finish = (complete, _) -> finish(complete);
        return Tasks.custom(job.name(), Void.class)
                .onFailure((complete, _) -> retry(complete))
                .onDeadExecution((complete, _) -> revive(complete))
                .execute((row, _) -> {
                    job.handler().run(row.getId());
                    return finish;
                });
    }

    private RecurringTask<Void> task(Recurring recurring) {
        return Tasks.recurring(recurring.name(), Schedules.fixedDelay(recurring.pause()))
                .onDeadExecution((complete, _) -> revive(complete))
                .execute((_, _) -> {
                    try {
                        recurring.work().run();
                    } catch (RuntimeException failure) {
                        log.warn("{} went wrong and waits for its next turn", recurring.name(), failure);
                    }
                });
    }

    private void finish(ExecutionComplete done) {
        if (table.finish(done.getExecution())) {
            look();
        }
    }

    private void retry(ExecutionComplete complete) {
        Execution failed = complete.getExecution();
        Duration pause = pause(failed.consecutiveFailures);
        log.warn(
                "{} {} went wrong for the {}. time and is tried again in {} s",
                failed.getTaskName(),
                failed.getId(),
                failed.consecutiveFailures + 1,
                pause.toSeconds(),
                complete.getCause().orElseThrow());
        table.retry(failed, clock.now().plus(pause));
    }

    /// 1, 2, 4, 8 … seconds.
    private Duration pause(int failures) {
        Duration doubled = Duration.ofSeconds(1L << Math.min(failures, 20));
        return doubled.compareTo(longestPause) < 0 ? doubled : longestPause;
    }

    private void revive(ExecutionComplete found) {
        Execution dead = found.getExecution();
        if (table.revive(dead, clock.now())) {
            log.warn(
                    "{} {} is taken over: {} gave no sign of life since {}",
                    dead.getTaskName(),
                    dead.getId(),
                    dead.pickedBy,
                    dead.lastHeartbeat);
            look();
        }
    }
}
