package dev.envctl.runner.review;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/// Pushes to default branches. A forge may tell of a push before it can say by which pull request it came.
public final class Pushes {

    record Push(String forge, String repository, String before, String after, String actor) {}

    private final Jdbi jdbi;
    private final Clock clock;

    public Pushes(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    void add(Push push) {
        jdbi.useHandle(handle -> handle.createUpdate("""
            insert into push (forge, repository, head, previous, actor, at)
            values (:forge, :repository, :head, :previous, :actor, :now)
            on conflict do nothing
            """)
                .bind("forge", push.forge())
                .bind("repository", push.repository())
                .bind("head", push.after())
                .bind("previous", push.before())
                .bind("actor", push.actor())
                .bind("now", clock.instant().atOffset(ZoneOffset.UTC))
                .execute());
    }

    /// The push that made `commit` the head of the default branch.
    Optional<Push> find(String forge, String repository, String commit) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select * from push where forge = :forge and repository = :repository and head = :head")
                .bind("forge", forge)
                .bind("repository", repository)
                .bind("head", commit)
                .map((row, _) -> new Push(
                        row.getString("forge"),
                        row.getString("repository"),
                        row.getString("previous"),
                        row.getString("head"),
                        row.getString("actor")))
                .findOne());
    }
}
