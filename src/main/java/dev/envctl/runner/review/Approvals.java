package dev.envctl.runner.review;

import dev.envctl.runner.database.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatement;

/// Who approved which digests. A digest that comes back after another push is still approved.
public final class Approvals {

    private static final String WHICH = " where forge = :forge and repository = :repository and number = :number";

    private final Jdbi jdbi;
    private final Clock clock;

    public Approvals(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /// The first who approved a digest counts.
    void add(PullRequestKey key, String directory, String digest, String actor) {
        jdbi.useHandle(handle -> bind(handle.createUpdate("""
            insert into approval (forge, repository, number, directory, digest, actor, at)
            values (:forge, :repository, :number, :directory, :digest, :actor, :now)
            on conflict do nothing
            """), key)
                .bind("directory", directory)
                .bind("digest", digest)
                .bind("actor", actor)
                .bind("now", clock.instant().atOffset(ZoneOffset.UTC))
                .execute());
    }

    /// Returns how many there were.
    int withdraw(PullRequestKey key) {
        return jdbi.withHandle(handle ->
                bind(handle.createUpdate("delete from approval" + WHICH), key).execute());
    }

    /// Of all its environments, the oldest first.
    public List<Approval> list(PullRequestKey key) {
        return jdbi.withHandle(handle -> bind(
                        handle.createQuery("select * from approval" + WHICH + " order by at, directory, digest"), key)
                .map((row, _) -> approval(key, row))
                .list());
    }

    private static Approval approval(PullRequestKey key, ResultSet row) throws SQLException {
        return new Approval(
                key,
                row.getString("directory"),
                row.getString("digest"),
                row.getString("actor"),
                Columns.instant(row, "at").orElseThrow());
    }

    private static <S extends SqlStatement<S>> S bind(S statement, PullRequestKey key) {
        return statement
                .bind("forge", key.forge())
                .bind("repository", key.repository())
                .bind("number", key.number());
    }
}
