package dev.envctl.runner.queue;

import com.github.kagkarlsson.scheduler.task.Execution;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatement;

/// One table of db-scheduler, where it writes a row's `picked` and `version`, and we write what it has no words for:
/// that a row was asked for while it was worked on. Each change is one statement on one row, and whoever finishes a row
/// has to be the one who picked it last. All threads may call it.
final class JobTable {

    private static final String ROW = " where task_name = :name and task_instance = :instance";
    private static final String PICKED_ROW = ROW + " and version = :version and picked = true";
    private static final String RELEASE =
            "picked = false, picked_by = null, last_heartbeat = null, again_at = null, version = version + 1";

    private final Jdbi jdbi;
    private final String table;

    JobTable(Jdbi jdbi, String table) {
        this.jdbi = jdbi;
        this.table = table;
    }

    String table() {
        return table;
    }

    /// Either the row is new, or it waits, or it is worked on; it may change between these while we look.
    void ask(String name, String instance, Instant when) {
        jdbi.useHandle(handle -> {
            boolean asked = false;
            while (!asked) {
                asked = add(handle, name, instance, when) || advance(handle, name, instance, when);
            }
        });
    }

    /// Adds what is not there in any state. Returns whether there was any such.
    boolean addMissing(String name, List<String> instances, Instant when) {
        if (instances.isEmpty()) {
            return false;
        }
        return jdbi.withHandle(handle -> {
            Set<String> known =
                    new HashSet<>(handle.createQuery("select task_instance from " + table + " where task_name = :name")
                            .bind("name", name)
                            .mapTo(String.class)
                            .list());
            return instances.stream()
                            .filter(instance -> !known.contains(instance))
                            .filter(instance -> add(handle, name, instance, when))
                            .count()
                    > 0;
        });
    }

    private boolean add(Handle handle, String name, String instance, Instant when) {
        return handle.createUpdate("insert into " + table + """
             (task_name, task_instance, execution_time, picked, version, consecutive_failures)
            values (:name, :instance, :when, false, 1, 0) on conflict do nothing
            """)
                        .bind("name", name)
                        .bind("instance", instance)
                        .bind("when", when.atOffset(ZoneOffset.UTC))
                        .execute()
                > 0;
    }

    private boolean advance(Handle handle, String name, String instance, Instant when) {
        return handle.createUpdate("update " + table + """
             set execution_time = case when picked then execution_time else least(execution_time, :when) end,
                again_at = case when picked then least(coalesce(again_at, :when), :when) else again_at end
            """ + ROW)
                        .bind("name", name)
                        .bind("instance", instance)
                        .bind("when", when.atOffset(ZoneOffset.UTC))
                        .execute()
                > 0;
    }

    /// Removes what is done, unless it was asked for again meanwhile; then it waits once more. Returns whether it
    /// does.
    boolean finish(Execution done) {
        return jdbi.withHandle(handle -> {
            while (isOurs(handle, done)) {
                if (change(
                        handle,
                        done,
                        "update " + table + " set execution_time = again_at, consecutive_failures = 0, " + RELEASE
                                + PICKED_ROW + " and again_at is not null")) {
                    return true;
                }
                if (change(handle, done, "delete from " + table + PICKED_ROW + " and again_at is null")) {
                    return false;
                }
            }
            return false;
        });
    }

    /// What went wrong waits and is tried again, for everybody who asked for it until now.
    void retry(Execution failed, Instant when) {
        jdbi.useHandle(handle -> bind(
                        handle.createUpdate(
                                "update " + table + " set execution_time = :when, consecutive_failures = :failures, "
                                        + RELEASE + PICKED_ROW),
                        failed)
                .bind("when", when.atOffset(ZoneOffset.UTC))
                .bind("failures", failed.consecutiveFailures + 1)
                .execute());
    }

    /// What a dead replica worked on waits again. Several replicas may find it dead; true for the first of them.
    boolean revive(Execution dead, Instant now) {
        return jdbi.withHandle(handle -> bind(
                                handle.createUpdate(
                                        "update " + table + " set execution_time = :when, " + RELEASE + PICKED_ROW),
                                dead)
                        .bind("when", now.atOffset(ZoneOffset.UTC))
                        .execute())
                > 0;
    }

    private boolean isOurs(Handle handle, Execution picked) {
        return bind(handle.createQuery("select 1 from " + table + PICKED_ROW), picked)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    private static boolean change(Handle handle, Execution picked, String sql) {
        return bind(handle.createUpdate(sql), picked).execute() > 0;
    }

    private static <S extends SqlStatement<S>> S bind(S statement, Execution row) {
        return statement
                .bind("name", row.getTaskName())
                .bind("instance", row.getId())
                .bind("version", row.version);
    }
}
