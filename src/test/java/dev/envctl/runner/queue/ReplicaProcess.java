package dev.envctl.runner.queue;

import dev.envctl.runner.database.Database;
import dev.envctl.runner.run.EnvironmentKey;
import dev.envctl.runner.run.Run;
import dev.envctl.runner.run.Run.State;
import dev.envctl.runner.run.RunLog;
import dev.envctl.runner.run.RunResult;
import dev.envctl.runner.run.RunWork.Ending;
import dev.envctl.runner.run.Runs;
import dev.envctl.testing.TestDatabase;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// A replica as a process of its own, which writes down by the database's time when it works on what. Drains when its
/// input ends, which it also does when the test dies.
public final class ReplicaProcess {

    /// A run at this head works until it is told to stop.
    static final String ENDLESS = "endless";

    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Database database;
    private final String name;

    private ReplicaProcess(Database database, String name) {
        this.database = database;
        this.name = name;
    }

    /// `url name quick|production`.
    public static void main(String[] arguments) throws IOException {
        var database = TestDatabase.open(arguments[0]);
        var clock = Clock.systemUTC();
        var replica = new ReplicaProcess(database, arguments[1]);
        QueueSettings settings = arguments[2].equals("quick") ? quick(arguments[1]) : production(arguments[1]);
        try (var queue = new Queue(database, new Runs(database.jdbi(), clock), clock, settings)) {
            queue.start(new Queue.Work(replica::work, List.of(replica::told), List.of(), List.of()));
            System.in.transferTo(java.io.OutputStream.nullOutputStream());
        }
        database.close();
    }

    static QueueSettings production(String name) {
        return QueueSettings.of(name, 4, GRACE);
    }

    /// Taken over after 3 to 6 seconds instead of 12 to 24.
    private static QueueSettings quick(String name) {
        return new QueueSettings(name, 4, 4, Duration.ofSeconds(1), Duration.ofMillis(250), GRACE);
    }

    private Ending work(Run run, RunLog log) {
        EnvironmentKey environment = run.environment();
        database.jdbi()
                .useHandle(handle -> handle.execute(
                        "insert into trial (run, attempt, environment, process, begun) values (?, ?, ?, ?,"
                                + " clock_timestamp())",
                        run.id(),
                        run.attempt(),
                        environment.text(),
                        name));
        log.line("attempt " + run.attempt() + " by " + name);
        do {
            LockSupport.parkNanos(Duration.ofMillis(100 + run.id() % 7 * 50).toNanos());
        } while (run.revision().head().equals(ENDLESS) && !log.isCancelled());
        database.jdbi()
                .useHandle(handle -> handle.execute(
                        "update trial set ended = clock_timestamp() where run = ? and attempt = ?",
                        run.id(),
                        run.attempt()));
        return new Ending(State.SUCCEEDED, RunResult.of("by " + name));
    }

    private void told(Run run) {
        database.jdbi()
                .useHandle(handle -> handle.execute(
                        "insert into told (run, state) values (?, ?)",
                        run.id(),
                        run.state().name()));
    }
}
