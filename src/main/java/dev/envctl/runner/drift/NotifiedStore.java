package dev.envctl.runner.drift;

import java.time.Clock;
import java.time.ZoneOffset;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatement;

/// Which messages were sent, since ends of runs may be told more than once.
final class NotifiedStore {

    private final Jdbi jdbi;
    private final Clock clock;

    NotifiedStore(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    boolean isSent(Message message) {
        return jdbi.withHandle(handle -> bind(
                        handle.createQuery(
                                "select 1 from notified where name = :name and event = :event and run = :run"),
                        message)
                .mapTo(Integer.class)
                .findOne()
                .isPresent());
    }

    void sent(Message message) {
        jdbi.useHandle(handle -> bind(
                        handle.createUpdate("insert into notified (name, event, run, at)"
                                + " values (:name, :event, :run, :at) on conflict do nothing"),
                        message)
                .bind("at", clock.instant().atOffset(ZoneOffset.UTC))
                .execute());
    }

    private static <S extends SqlStatement<S>> S bind(S statement, Message message) {
        return statement
                .bind("name", message.webhook())
                .bind("event", message.event().name())
                .bind("run", message.run());
    }
}
