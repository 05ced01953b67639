package dev.envctl.runner.webhook;

import dev.envctl.runner.database.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// The deliveries that were believed, each once, so that one that comes again does nothing again: under its own id, or
/// under another that somebody made up.
public final class Deliveries {

    private final Jdbi jdbi;
    private final Clock clock;

    public Deliveries(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /// Whether it is new. Of several processes that are told at the same time one is told yes.
    public boolean add(Delivery delivery) {
        return jdbi.withHandle(handle -> insert(handle, delivery));
    }

    /// Whether both it and what it tells of are new. `event` names what it tells of, whichever delivery does, and
    /// is remembered after the delivery is forgotten.
    public boolean add(Delivery delivery, String event) {
        return jdbi.inTransaction(handle -> {
            boolean isNew = insert(handle, delivery) && believe(handle, delivery, event);
            if (!isNew) {
                handle.rollback();
            }
            return isNew;
        });
    }

    private static boolean insert(Handle handle, Delivery delivery) {
        return handle.createUpdate("""
            insert into delivery (forge, id, event, received_at, body, handled_at, outcome)
            values (:forge, :id, :event, :received, :body, :handled, :outcome)
            on conflict do nothing
            """)
                        .bind("forge", delivery.forge())
                        .bind("id", delivery.id())
                        .bind("event", delivery.event())
                        .bind("received", Columns.write(Optional.of(delivery.receivedAt())))
                        .bind("body", delivery.body())
                        .bind("handled", Columns.write(delivery.handledAt()))
                        .bind("outcome", delivery.outcome().orElse(null))
                        .execute()
                == 1;
    }

    private static boolean believe(Handle handle, Delivery delivery, String event) {
        return handle.createUpdate("""
            insert into believed (forge, event, delivery, at) values (:forge, :event, :id, :received)
            on conflict do nothing
            """)
                        .bind("forge", delivery.forge())
                        .bind("event", event)
                        .bind("id", delivery.id())
                        .bind("received", Columns.write(Optional.of(delivery.receivedAt())))
                        .execute()
                == 1;
    }

    /// The delivery that told of an event first; empty when it is forgotten.
    Optional<Delivery> first(String forge, String event) {
        return jdbi.withHandle(handle -> handle.createQuery("""
            select delivery.* from believed
            join delivery on delivery.forge = believed.forge and delivery.id = believed.delivery
            where believed.forge = :forge and believed.event = :event
            """)
                .bind("forge", forge)
                .bind("event", event)
                .map((row, _) -> delivery(row))
                .findOne());
    }

    public Optional<Delivery> find(String forge, String id) {
        return jdbi.withHandle(handle -> handle.createQuery("select * from delivery where forge = :forge and id = :id")
                .bind("forge", forge)
                .bind("id", id)
                .map((row, _) -> delivery(row))
                .findOne());
    }

    /// What came of it, in a line. A delivery that is handled again, after a crash, keeps the later one.
    public void handled(String forge, String id, String outcome) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        "update delivery set handled_at = :at, outcome = :outcome where forge = :forge and id = :id")
                .bind("at", Columns.write(Optional.of(clock.instant())))
                .bind("outcome", outcome)
                .bind("forge", forge)
                .bind("id", id)
                .execute());
    }

    /// Those that were stored longer ago than `age` and are still not handled, the oldest first: whoever was told
    /// of them died.
    public List<Delivery> unhandled(Duration age, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
            select * from delivery where handled_at is null and received_at <= :before
            order by received_at, forge, id limit :limit
            """)
                .bind("before", Columns.write(Optional.of(clock.instant().minus(age))))
                .bind("limit", limit)
                .map((row, _) -> delivery(row))
                .list());
    }

    /// The latest first.
    public List<Delivery> list(int limit) {
        return jdbi.withHandle(
                handle -> handle.createQuery("select * from delivery order by received_at desc, forge, id limit :limit")
                        .bind("limit", limit)
                        .map((row, _) -> delivery(row))
                        .list());
    }

    /// Forgets the handled ones that are older than `age`, but not what was believed; returns how many.
    public int forget(Duration age) {
        return jdbi.withHandle(handle -> handle.createUpdate(
                        "delete from delivery where handled_at is not null and received_at < :before")
                .bind("before", Columns.write(Optional.of(clock.instant().minus(age))))
                .execute());
    }

    private static Delivery delivery(ResultSet row) throws SQLException {
        Instant received = Columns.instant(row, "received_at").orElseThrow();
        return new Delivery(
                row.getString("forge"),
                row.getString("id"),
                row.getString("event"),
                received,
                row.getString("body"),
                Columns.instant(row, "handled_at"),
                Optional.ofNullable(row.getString("outcome")));
    }
}
