package dev.envctl.runner.queue;

import dev.envctl.runner.database.Columns;
import dev.envctl.runner.database.Database;
import dev.envctl.runner.run.Run.State;
import dev.envctl.runner.run.Runs;
import dev.envctl.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Replicas as processes on one PostgreSQL, which are killed and started again, and what they wrote down.
final class Replicas implements AutoCloseable {

    /// One attempt at a run. Without an end its process was killed in the middle of it.
    record Trial(long run, int attempt, String environment, String process, Instant begun, Optional<Instant> ended) {}

    final Database database;
    final Runs runs;
    private final String url;
    private final String settings;
    private final Map<String, Process> living = new LinkedHashMap<>();
    private final Map<String, Instant> killed = new LinkedHashMap<>();
    private int started;

    /// `settings` are `quick` or `production`.
    Replicas(String settings) {
        this.settings = settings;
        url = TestDatabase.POSTGRES.url();
        database = TestDatabase.open(url);
        runs = new Runs(database.jdbi(), Clock.systemUTC());
        database.jdbi().useHandle(handle -> handle.execute("""
            create table trial (run bigint, attempt int, environment text, process text,
                begun timestamp with time zone, ended timestamp with time zone);
            create table told (run bigint, state text);
            """));
    }

    String start() {
        String name = "process-" + ++started;
        try {
            living.put(
                    name,
                    new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin", "java")
                                            .toString(),
                                    "-XX:+UseSerialGC",
                                    "-XX:TieredStopAtLevel=1",
                                    "-Xmx128m",
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    ReplicaProcess.class.getName(),
                                    url,
                                    name,
                                    settings)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start());
        } catch (IOException failure) {
            throw new UncheckedIOException("starting a replica", failure);
        }
        return name;
    }

    boolean isWorking(String process) {
        if (Optional.ofNullable(living.get(process)).filter(Process::isAlive).isEmpty()) {
            throw new IllegalStateException(process + " ended by itself");
        }
        return database.jdbi()
                .withHandle(handle -> handle.createQuery(
                                "select count(*) > 0 from trial where process = :process and ended is null")
                        .bind("process", process)
                        .mapTo(Boolean.class)
                        .one());
    }

    int done() {
        return runs.list(Runs.Filter.latest(10_000).in(State.SUCCEEDED)).size();
    }

    /// As `kill -9` does it.
    Instant kill(String process) {
        Process victim = Optional.ofNullable(living.remove(process)).orElseThrow();
        victim.destroyForcibly();
        waitFor(victim);
        Instant now = now();
        killed.put(process, now);
        return now;
    }

    Map<String, Instant> killed() {
        return killed;
    }

    Instant now() {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("select clock_timestamp() as present")
                        .map((row, _) -> Columns.instant(row, "present").orElseThrow())
                        .one());
    }

    /// In the order in which they began.
    List<Trial> trials() {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("select * from trial order by begun")
                        .map((row, _) -> new Trial(
                                row.getLong("run"),
                                row.getInt("attempt"),
                                row.getString("environment"),
                                row.getString("process"),
                                Columns.instant(row, "begun").orElseThrow(),
                                Columns.instant(row, "ended")))
                        .list());
    }

    List<Long> toldToHaveSucceeded() {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery(
                                "select distinct run from told where state = 'SUCCEEDED' order by run")
                        .mapTo(Long.class)
                        .list());
    }

    /// Lets all drain. Returns their exit codes.
    List<Integer> drain() {
        List<Integer> codes = new ArrayList<>();
        living.values().forEach(Replicas::closeInput);
        living.values().forEach(process -> codes.add(waitFor(process)));
        living.clear();
        return codes;
    }

    private static void closeInput(Process process) {
        try {
            process.getOutputStream().close();
        } catch (IOException failure) {
            throw new UncheckedIOException("ending the input of a replica", failure);
        }
    }

    private static int waitFor(Process process) {
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                throw new AssertionError("a replica did not end within 20 s");
            }
            return process.exitValue();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    @Override
    public void close() {
        living.values().forEach(Process::destroyForcibly);
        database.close();
    }
}
