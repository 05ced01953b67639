package dev.envctl.runner.review;

import dev.envctl.runner.database.Columns;
import dev.envctl.runner.review.PullRequestState.Stage;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatement;

/// The pull requests that were looked at. Of two processes that look at the same time the one with older news gives
/// way.
public final class PullRequests {

    private static final String WHICH = " where forge = :forge and repository = :repository and number = :number";

    private final Jdbi jdbi;
    private final Clock clock;

    public PullRequests(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    public Optional<PullRequestState> find(PullRequestKey key) {
        return jdbi.withHandle(handle -> find(handle, key, ""));
    }

    /// Those whose merges made one of these commits, as far as it was told.
    List<PullRequestState> mergedAs(String forge, String repository, List<String> commits) {
        if (commits.isEmpty()) {
            return List.of();
        }
        return jdbi.withHandle(handle -> handle.createQuery("""
            select * from pull_request
            where forge = :forge and repository = :repository and merge_commit in (<commits>) and stage = 'MERGED'
            order by number
            """)
                .bind("forge", forge)
                .bind("repository", repository)
                .bindList("commits", commits)
                .map((row, _) -> state(row))
                .list());
    }

    /// Those that were open when they were looked at.
    List<PullRequestState> open(String forge, String repository) {
        return jdbi.withHandle(handle -> handle.createQuery("""
            select * from pull_request
            where forge = :forge and repository = :repository and stage = 'OPEN' order by number
            """)
                .bind("forge", forge)
                .bind("repository", repository)
                .map((row, _) -> state(row))
                .list());
    }

    /// Changes what is known, alone; begins with an unseen pull request of version 0.
    PullRequestState change(PullRequestKey key, UnaryOperator<PullRequestState> change) {
        return jdbi.inTransaction(handle -> {
            bind(handle.createUpdate("""
                insert into pull_request
                    (forge, repository, number, stage, head, base, memory, version, said, updated_at)
                values (:forge, :repository, :number, 'OPEN', '', '', :memory, 0, :said, :now)
                on conflict do nothing
                """), key)
                    .bind("memory", MemoryJson.write(PullRequestState.Memory.EMPTY))
                    .bind("said", said(Said.NOTHING))
                    .bind("now", now())
                    .execute();
            PullRequestState old = find(handle, key, " for update").orElseThrow();
            PullRequestState changed = change.apply(old);
            if (!changed.equals(old)) {
                write(handle, changed);
            }
            return find(handle, key, "").orElseThrow();
        });
    }

    /// Changes what is known unless somebody else did since `version` was read; empty then.
    Optional<PullRequestState> changeAt(PullRequestKey key, int version, UnaryOperator<PullRequestState> change) {
        var isLate = new AtomicBoolean();
        PullRequestState now = change(key, old -> {
            isLate.set(old.version() != version);
            return isLate.get() ? old : change.apply(old);
        });
        return isLate.get() ? Optional.empty() : Optional.of(now);
    }

    Said said(PullRequestKey key) {
        return jdbi.withHandle(
                handle -> bind(handle.createQuery("select comment_id, check_id, said from pull_request" + WHICH), key)
                        .map((row, _) -> said(row))
                        .findOne()
                        .orElse(Said.NOTHING));
    }

    void keep(PullRequestKey key, Said said) {
        jdbi.useHandle(handle -> bind(
                        handle.createUpdate(
                                "update pull_request set comment_id = :comment, check_id = :check, said = :said"
                                        + WHICH),
                        key)
                .bind("comment", said.comment().orElse(null))
                .bind("check", said.check().orElse(null))
                .bind("said", said(said))
                .execute());
    }

    private void write(Handle handle, PullRequestState state) {
        bind(handle.createUpdate("""
            update pull_request set stage = :stage, head = :head, base = :base, merge_commit = :mergeCommit,
                memory = :memory, version = version + 1, updated_at = :now
            """ + WHICH), state.key())
                .bind("stage", state.stage().name())
                .bind("head", state.head())
                .bind("base", state.base())
                .bind("mergeCommit", state.mergeCommit().orElse(null))
                .bind("memory", MemoryJson.write(state.memory()))
                .bind("now", now())
                .execute();
    }

    private static Optional<PullRequestState> find(Handle handle, PullRequestKey key, String end) {
        return bind(handle.createQuery("select * from pull_request" + WHICH + end), key)
                .map((row, _) -> state(row))
                .findOne();
    }

    private static <S extends SqlStatement<S>> S bind(S statement, PullRequestKey key) {
        return statement
                .bind("forge", key.forge())
                .bind("repository", key.repository())
                .bind("number", key.number());
    }

    private static PullRequestState state(ResultSet row) throws SQLException {
        return new PullRequestState(
                new PullRequestKey(row.getString("forge"), row.getString("repository"), row.getInt("number")),
                Stage.valueOf(row.getString("stage")),
                row.getString("head"),
                row.getString("base"),
                Optional.ofNullable(row.getString("merge_commit")),
                MemoryJson.read(row.getString("memory")),
                row.getInt("version"));
    }

    private static Said said(ResultSet row) throws SQLException {
        MemoryJson.SaidRow said = MemoryJson.read(row.getString("said"), MemoryJson.SaidRow.class);
        return new Said(
                Columns.number(row, "comment_id"),
                Columns.number(row, "check_id"),
                said.checkCommit(),
                said.checkPending(),
                said.hashes());
    }

    private static String said(Said said) {
        return MemoryJson.text(new MemoryJson.SaidRow(said.checkCommit(), said.checkPending(), said.hashes()));
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
