package dev.envctl.runner.run;

import dev.envctl.runner.database.Columns;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/// Who did what by the runner: commands, approvals, cancellations, sign-ins, refusals. Never a secret.
public final class AuditLog {

    public record Entry(long id, Instant at, String actor, String action, String target, String detail) {}

    private final Jdbi jdbi;
    private final Clock clock;

    public AuditLog(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /// `action` is a word or two: `apply`, `cancel`, `sign-in`, `refused`.
    public void add(String actor, String action, String target, String detail) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        "insert into audit (at, actor, action, target, detail) values (:at, :actor, :action, :target,"
                                + " :detail)")
                .bind("at", Columns.write(Optional.of(clock.instant())))
                .bind("actor", Columns.text(actor, 200))
                .bind("action", action)
                .bind("target", Columns.text(target, 1000))
                .bind("detail", detail)
                .execute());
    }

    /// The latest first.
    public List<Entry> list(int limit) {
        return list(Long.MAX_VALUE, limit);
    }

    /// Those that are older than the one with the id `before`, the latest first.
    public List<Entry> list(long before, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select * from audit where id < :before order by id desc limit :limit")
                .bind("before", before)
                .bind("limit", limit)
                .map((row, _) -> new Entry(
                        row.getLong("id"),
                        Columns.instant(row, "at").orElseThrow(),
                        row.getString("actor"),
                        row.getString("action"),
                        row.getString("target"),
                        row.getString("detail")))
                .list());
    }
}
