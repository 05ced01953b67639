package dev.envctl.runner.run;

import dev.envctl.runner.database.Columns;
import dev.envctl.runner.run.Run.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;

/// All runs there ever were, until they are forgotten. A run's `attempt` is its fencing token: whoever began it last
/// may write to it, and everybody else's writes are refused.
public final class Runs {

    /// What to list, newest first; empty parts do not matter.
    public record Filter(
            Optional<EnvironmentKey> environment,
            Optional<Run.Kind> kind,
            List<State> states,
            Optional<Integer> pullRequest,
            Optional<Long> before,
            int limit) {

        public static Filter latest(int limit) {
            return new Filter(Optional.empty(), Optional.empty(), List.of(), Optional.empty(), Optional.empty(), limit);
        }

        public Filter of(EnvironmentKey key) {
            return new Filter(Optional.of(key), kind, states, pullRequest, before, limit);
        }

        public Filter of(Run.Kind wanted) {
            return new Filter(environment, Optional.of(wanted), states, pullRequest, before, limit);
        }

        public Filter in(State... wanted) {
            return new Filter(environment, kind, List.of(wanted), pullRequest, before, limit);
        }

        public Filter ofPullRequest(int number) {
            return new Filter(environment, kind, states, Optional.of(number), before, limit);
        }

        public Filter before(long id) {
            return new Filter(environment, kind, states, pullRequest, Optional.of(id), limit);
        }
    }

    public record Line(int number, Instant at, String text) {}

    private final Jdbi jdbi;
    private final Clock clock;

    public Runs(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /// Empty when a run with the same `once` was queued before.
    public Optional<Run> enqueue(NewRun wanted) {
        return jdbi.inTransaction(handle -> {
            takeTurn(handle, wanted.environment());
            if (isKnown(handle, wanted.once())) {
                return Optional.empty();
            }
            int written = Rows.bind(handle.createUpdate("""
                insert into run (forge, repository, directory, kind, state, reason, actor, pull_request,
                    head, base, expected_digest, once_key, created_at, attempt, deaths, cancel_requested, news)
                values (:forge, :repository, :directory, :kind, 'QUEUED', :reason, :actor, :pullRequest,
                    :head, :base, :expectedDigest, :once, :now, 0, 0, false, true)
                on conflict do nothing
                """), wanted.environment())
                    .bind("kind", wanted.kind().name())
                    .bind("reason", wanted.cause().trigger().name())
                    .bind("actor", wanted.cause().actor())
                    .bind("pullRequest", wanted.cause().pullRequest().orElse(null))
                    .bind("head", wanted.revision().head())
                    .bind("base", wanted.revision().base().orElse(null))
                    .bind("expectedDigest", wanted.expectedDigest().orElse(null))
                    .bind("once", wanted.once())
                    .bind("now", now())
                    .execute();
            return written == 0
                    ? Optional.empty()
                    : handle.createQuery("select * from run where once_key = :once")
                            .bind("once", wanted.once())
                            .map((row, _) -> run(row))
                            .findOne();
        });
    }

    /// Asked first because an insert that comes to nothing takes an id all the same, and people wonder where those
    /// runs are.
    private static boolean isKnown(Handle handle, String once) {
        return handle.createQuery("select 1 from run where once_key = :once")
                .bind("once", once)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    /// Ids are given before a transaction is seen by others. Whoever queues for an environment waits for whoever
    /// does, so that its runs are seen in the order of their ids.
    private static void takeTurn(Handle handle, EnvironmentKey environment) {
        Rows.bind(handle.createUpdate("""
            insert into run_turn (forge, repository, directory)
            values (:forge, :repository, :directory) on conflict do nothing
            """), environment).execute();
        Rows.bind(handle.createQuery("""
            select 1 from run_turn
            where forge = :forge and repository = :repository and directory = :directory for update
            """), environment).mapTo(Integer.class).one();
    }

    /// Begins the oldest run of an environment that is not over: the next in the queue, or one whose replica died
    /// in the middle of it. The caller has to be the only one who works on this environment.
    public Optional<Run> begin(EnvironmentKey environment, String replica) {
        return jdbi.inTransaction(handle -> {
            Optional<Run> next = Rows.bind(handle.createQuery("""
                select * from run
                where forge = :forge and repository = :repository and directory = :directory
                    and state in ('QUEUED', 'RUNNING')
                order by id limit 1 for update
                """), environment)
                    .map((row, _) -> run(row))
                    .findOne();
            next.ifPresent(run -> handle.createUpdate("""
                update run set deaths = deaths + case when state = 'RUNNING' then 1 else 0 end,
                    state = 'RUNNING', attempt = attempt + 1, replica = :replica,
                    started_at = coalesce(started_at, :now), news = true
                where id = :id
                """)
                    .bind("id", run.id())
                    .bind("replica", replica)
                    .bind("now", now())
                    .execute());
            return next.flatMap(run -> find(handle, run.id()));
        });
    }

    /// Whether the end counts: it does not when another replica has taken the run over.
    public boolean end(Run begun, State state, RunResult result) {
        return jdbi.withHandle(handle -> handle.createUpdate("""
            update run set state = :state, ended_at = :now, result = :result, news = true
            where id = :id and attempt = :attempt and state = 'RUNNING'
            """)
                        .bind("state", state.name())
                        .bind("now", now())
                        .bind("result", ResultJson.write(result))
                        .bind("id", begun.id())
                        .bind("attempt", begun.attempt())
                        .execute())
                > 0;
    }

    /// Puts a run that this replica began back to the head of its queue.
    public boolean giveBack(Run begun) {
        return jdbi.withHandle(handle -> handle.createUpdate("""
            update run set state = 'QUEUED', replica = null, news = true
            where id = :id and attempt = :attempt and state = 'RUNNING'
            """)
                        .bind("id", begun.id())
                        .bind("attempt", begun.attempt())
                        .execute())
                > 0;
    }

    /// Where whoever began the run writes while it works. `stopping` is asked beside the run itself whether to
    /// stop.
    public RunLog log(Run begun, BooleanSupplier stopping) {
        return new StoredRunLog(jdbi, clock, begun, stopping);
    }

    public Optional<Run> find(long id) {
        return jdbi.withHandle(handle -> find(handle, id));
    }

    public List<Run> list(Filter filter) {
        StringBuilder sql = new StringBuilder("select * from run where true");
        filter.environment()
                .ifPresent(
                        _ -> sql.append(" and forge = :forge and repository = :repository and directory = :directory"));
        filter.kind().ifPresent(_ -> sql.append(" and kind = :kind"));
        filter.pullRequest().ifPresent(_ -> sql.append(" and pull_request = :pullRequest"));
        filter.before().ifPresent(_ -> sql.append(" and id < :before"));
        if (!filter.states().isEmpty()) {
            sql.append(" and state in (<states>)");
        }
        sql.append(" order by id desc limit :limit");
        return jdbi.withHandle(handle -> {
            Query query = handle.createQuery(sql.toString()).bind("limit", filter.limit());
            filter.environment().ifPresent(key -> Rows.bind(query, key));
            filter.kind().ifPresent(kind -> query.bind("kind", kind.name()));
            filter.pullRequest().ifPresent(number -> query.bind("pullRequest", number));
            filter.before().ifPresent(id -> query.bind("before", id));
            if (!filter.states().isEmpty()) {
                query.bindList(
                        "states", filter.states().stream().map(Enum::name).toList());
            }
            return query.map((row, _) -> run(row)).list();
        });
    }

    /// Of each environment the newest run of a kind that succeeded.
    public List<Run> lastSucceeded(Run.Kind kind) {
        return jdbi.withHandle(handle -> handle.createQuery("""
            select * from run where id in (
                select max(id) from run where kind = :kind and state = 'SUCCEEDED'
                group by forge, repository, directory)
            order by id
            """)
                .bind("kind", kind.name())
                .map((row, _) -> run(row))
                .list());
    }

    /// Environments with a run that is not over.
    public List<EnvironmentKey> waiting() {
        return jdbi.withHandle(
                handle -> handle.createQuery("""
                    select distinct forge, repository, directory from run where state in ('QUEUED', 'RUNNING')
                    """).map((row, _) -> Rows.key(row)).list());
    }

    /// How often a replica died, or lost the database, in the middle of a run.
    public int deaths(long run) {
        return jdbi.withHandle(handle -> handle.createQuery("select deaths from run where id = :id")
                .bind("id", run)
                .mapTo(Integer.class)
                .findOne()
                .orElse(0));
    }

    /// Runs whose state changed since the listeners were told, the oldest first.
    public List<Long> news(int limit) {
        return jdbi.withHandle(
                handle -> handle.createQuery("select id from run where news = true order by id limit :limit")
                        .bind("limit", limit)
                        .mapTo(Long.class)
                        .list());
    }

    /// The listeners know this of the run. What happened to it since is still news.
    public void told(Run known) {
        jdbi.useHandle(handle -> handle.createUpdate("""
            update run set news = false where id = :id and state = :state and attempt = :attempt
            """)
                .bind("id", known.id())
                .bind("state", known.state().name())
                .bind("attempt", known.attempt())
                .execute());
    }

    /// Takes plans of a pull request out of the queue that are of other commits than these. Returns their ids.
    public List<Long> supersede(String forge, String repository, int pullRequest, Run.Revision current) {
        return jdbi.inTransaction(handle -> {
            List<Long> old = handle.createQuery("""
                select id from run where forge = :forge and repository = :repository
                    and pull_request = :number and kind = 'PLAN' and state = 'QUEUED'
                    and (head <> :head or coalesce(base, '') <> :base)
                for update
                """)
                    .bind("forge", forge)
                    .bind("repository", repository)
                    .bind("number", pullRequest)
                    .bind("head", current.head())
                    .bind("base", current.base().orElse(""))
                    .mapTo(Long.class)
                    .list();
            old.forEach(id -> endQueued(handle, id, State.SUPERSEDED, "A newer commit came before it began."));
            return old;
        });
    }

    /// A run that waits is over at once; one that is worked on stops between two calls. False when it was over
    /// already.
    public boolean cancel(long id, String actor) {
        return jdbi.inTransaction(handle -> {
            // so that it is not given back between the two looks
            handle.createQuery("select 1 from run where id = :id for update")
                    .bind("id", id)
                    .mapTo(Integer.class)
                    .findOne();
            if (endQueued(handle, id, State.CANCELLED, "Cancelled by " + actor + " before it began.")) {
                return true;
            }
            return handle.createUpdate("update run set cancel_requested = true where id = :id and state = 'RUNNING'")
                            .bind("id", id)
                            .execute()
                    > 0;
        });
    }

    private boolean endQueued(Handle handle, long id, State state, String why) {
        return handle.createUpdate("""
            update run set state = :state, ended_at = :now, result = :result, news = true
            where id = :id and state = 'QUEUED'
            """)
                        .bind("state", state.name())
                        .bind("now", now())
                        .bind("result", ResultJson.write(RunResult.of(why)))
                        .bind("id", id)
                        .execute()
                > 0;
    }

    /// What a run has written since line `after`; 0 for all of it.
    public List<Line> lines(long run, int after) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select number, at, text from run_line where run = :run and number > :after order by number")
                .bind("run", run)
                .bind("after", after)
                .map((row, _) -> new Line(
                        row.getInt("number"), Columns.instant(row, "at").orElseThrow(), row.getString("text")))
                .list());
    }

    public Optional<String> paper(long run, RunPaper paper) {
        return jdbi.withHandle(
                handle -> handle.createQuery("select text from run_paper where run = :run and paper = :paper")
                        .bind("run", run)
                        .bind("paper", paper.name())
                        .mapTo(String.class)
                        .findOne());
    }

    /// The last run of each environment, whatever became of it.
    public List<Run> lastOfEach() {
        return jdbi.withHandle(
                handle -> handle.createQuery("""
                    select * from run where id in (select max(id) from run group by forge, repository, directory)
                    order by id desc
                    """).map((row, _) -> run(row)).list());
    }

    /// The last run that kept a paper about what the default branch says, which plans of pull requests do not.
    public Optional<Run> lastWith(EnvironmentKey environment, RunPaper paper) {
        return jdbi.withHandle(handle -> Rows.bind(handle.createQuery("""
            select run.* from run join run_paper on run_paper.run = run.id
            where forge = :forge and repository = :repository and directory = :directory
                and paper = :paper and (kind <> 'PLAN' or base is null)
            order by run.id desc limit 1
            """), environment)
                .bind("paper", paper.name())
                .map((row, _) -> run(row))
                .findOne());
    }

    /// Since when the oldest run waits that could begin: an apply may take an hour, and what stands behind it in
    /// the same environment waits for that one and not for somebody who works.
    public Optional<Instant> oldestQueued() {
        return jdbi.withHandle(handle -> handle.createQuery("""
            select min(greatest(created_at, coalesce((
                    select max(ended_at) from run before
                    where before.forge = run.forge and before.repository = run.repository
                        and before.directory = run.directory and before.id < run.id), created_at))) as oldest
            from run where state = 'QUEUED' and not exists (
                select 1 from run working
                where working.forge = run.forge and working.repository = run.repository
                    and working.directory = run.directory and working.state = 'RUNNING')
            """)
                .map((row, _) -> Columns.instant(row, "oldest"))
                .one());
    }

    /// Forgets what ended before then, but the last run of each kind of each environment. Returns how many.
    public int forget(Instant before) {
        return jdbi.withHandle(handle -> handle.createUpdate("""
            delete from run where ended_at < :before and id not in (
                select max(id) from run group by forge, repository, directory, kind)
            """)
                .bind("before", before.atOffset(ZoneOffset.UTC))
                .execute());
    }

    private static Optional<Run> find(Handle handle, long id) {
        return handle.createQuery("select * from run where id = :id")
                .bind("id", id)
                .map((row, _) -> run(row))
                .findOne();
    }

    private static Run run(ResultSet row) throws SQLException {
        return new Run(
                row.getLong("id"),
                Rows.key(row),
                Run.Kind.valueOf(row.getString("kind")),
                State.valueOf(row.getString("state")),
                new Run.Cause(
                        Run.Trigger.valueOf(row.getString("reason")),
                        row.getString("actor"),
                        Columns.integer(row, "pull_request")),
                new Run.Revision(row.getString("head"), Optional.ofNullable(row.getString("base"))),
                Optional.ofNullable(row.getString("expected_digest")),
                Columns.instant(row, "created_at").orElseThrow(),
                Columns.instant(row, "started_at"),
                Columns.instant(row, "ended_at"),
                row.getInt("attempt"),
                Optional.ofNullable(row.getString("replica")),
                row.getBoolean("cancel_requested"),
                Optional.ofNullable(row.getString("result")).map(ResultJson::read));
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
