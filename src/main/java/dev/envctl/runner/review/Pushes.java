package dev.envctl.runner.review;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;

/// Pushes to default branches. A forge may tell of a push before it can say by which pull request it came.
public final class Pushes {

    record Push(String forge, String repository, String before, String after, String actor) {}

    private final Jdbi jdbi;
    private final Clock clock;

    public Pushes(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /// `line` are the commits by which it moved the branch. One that came before, and again, belongs to the first.
    void add(Push push, List<String> line) {
        jdbi.useTransaction(handle -> {
            add(handle, push);
            PreparedBatch batch = handle.prepareBatch("""
                insert into push_commit (forge, repository, commit_id, head)
                values (:forge, :repository, :commit, :head)
                on conflict do nothing
                """);
            line.forEach(commit -> batch.bind("forge", push.forge())
                    .bind("repository", push.repository())
                    .bind("commit", commit)
                    .bind("head", push.after())
                    .add());
            batch.execute();
        });
    }

    private void add(Handle handle, Push push) {
        handle.createUpdate("""
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
                .execute();
    }

    /// The last that was told of.
    Optional<Push> latest(String forge, String repository) {
        return jdbi.withHandle(handle -> handle.createQuery("""
            select * from push where forge = :forge and repository = :repository order by at desc, head limit 1
            """)
                .bind("forge", forge)
                .bind("repository", repository)
                .map((row, _) -> push(row))
                .findOne());
    }

    /// Those by which it moved the branch, as far as no other push had brought them.
    List<String> commits(Push push) {
        return jdbi.withHandle(handle -> handle.createQuery("""
            select commit_id from push_commit
            where forge = :forge and repository = :repository and head = :head order by commit_id
            """)
                .bind("forge", push.forge())
                .bind("repository", push.repository())
                .bind("head", push.after())
                .mapTo(String.class)
                .list());
    }

    /// That the forge said by which pull request a commit of a push came.
    void attribute(Push push, String commit, int pullRequest) {
        jdbi.useHandle(handle -> handle.createUpdate("""
            update push_commit set pull_request = :number
            where forge = :forge and repository = :repository and commit_id = :commit
            """)
                .bind("forge", push.forge())
                .bind("repository", push.repository())
                .bind("commit", commit)
                .bind("number", pullRequest)
                .execute());
    }

    /// By which pull request each commit came, where the forge said so.
    Map<String, Integer> attributed(Push push) {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        jdbi.useHandle(handle -> handle.createQuery("""
            select commit_id, pull_request from push_commit
            where forge = :forge and repository = :repository and head = :head and pull_request is not null
            """)
                .bind("forge", push.forge())
                .bind("repository", push.repository())
                .bind("head", push.after())
                .map((row, _) -> Map.entry(row.getString("commit_id"), row.getInt("pull_request")))
                .forEach(row -> numbers.put(row.getKey(), row.getValue())));
        return numbers;
    }

    /// The push that brought `commit` into the default branch.
    Optional<Push> find(String forge, String repository, String commit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
            select push.* from push join push_commit on push_commit.forge = push.forge
                and push_commit.repository = push.repository and push_commit.head = push.head
            where push.forge = :forge and push.repository = :repository and push_commit.commit_id = :commit
            """)
                .bind("forge", forge)
                .bind("repository", repository)
                .bind("commit", commit)
                .map((row, _) -> push(row))
                .findOne());
    }

    private static Push push(ResultSet row) throws SQLException {
        return new Push(
                row.getString("forge"),
                row.getString("repository"),
                row.getString("previous"),
                row.getString("head"),
                row.getString("actor"));
    }
}
