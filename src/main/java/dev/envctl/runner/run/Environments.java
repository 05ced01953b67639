package dev.envctl.runner.run;

import dev.envctl.runner.database.Columns;
import dev.envctl.runner.run.EnvironmentState.Drift;
import dev.envctl.runner.run.EnvironmentState.Health;
import dev.envctl.runner.run.EnvironmentState.Sight;
import dev.envctl.runner.run.EnvironmentState.Sync;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// The environments of the default branches, as they were last seen.
public final class Environments {

    private static final String WHICH = " where forge = :forge and repository = :repository and directory = :directory";

    private final Jdbi jdbi;

    public Environments(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// Sorted by repository and directory; those whose directory is gone are left out.
    public List<EnvironmentState> list() {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select * from environment where present order by repository, directory, forge")
                .map((row, _) -> state(row))
                .list());
    }

    public Optional<EnvironmentState> find(EnvironmentKey key) {
        return jdbi.withHandle(handle -> find(handle, key, ""));
    }

    /// Changes what is known, alone; begins with nothing known.
    public EnvironmentState change(EnvironmentKey key, UnaryOperator<EnvironmentState> change) {
        return jdbi.inTransaction(handle -> {
            Rows.bind(handle.createUpdate("""
                insert into environment (forge, repository, directory, owner, sync, health, resources, present)
                values (:forge, :repository, :directory, '', 'UNKNOWN', 'UNKNOWN', 0, true)
                on conflict do nothing
                """), key).execute();
            EnvironmentState changed =
                    change.apply(find(handle, key, " for update").orElseThrow());
            write(handle, changed);
            return changed;
        });
    }

    private static Optional<EnvironmentState> find(Handle handle, EnvironmentKey key, String end) {
        return Rows.bind(handle.createQuery("select * from environment" + WHICH + end), key)
                .map((row, _) -> state(row))
                .findOne();
    }

    private static void write(Handle handle, EnvironmentState state) {
        Rows.bind(handle.createUpdate("""
            update environment set owner = :owner, sync = :sync, health = :health, resources = :resources,
                checked_at = :checked, converged_at = :converged, drift_since = :driftSince,
                drift_checked_at = :driftChecked, drift_issue = :driftIssue, drift_run = :driftRun,
                present = :present
            """ + WHICH), state.key())
                .bind("owner", state.owner())
                .bind("sync", state.sync().name())
                .bind("health", state.health().name())
                .bind("resources", state.resources())
                .bind("checked", Columns.write(state.checked()))
                .bind("converged", Columns.write(state.converged()))
                .bind("driftSince", Columns.write(state.driftSince()))
                .bind("driftChecked", Columns.write(state.driftChecked()))
                .bind("driftIssue", state.driftIssue().orElse(null))
                .bind("driftRun", state.driftRun().orElse(null))
                .bind("present", state.present())
                .execute();
    }

    private static EnvironmentState state(ResultSet row) throws SQLException {
        return new EnvironmentState(
                Rows.key(row),
                row.getString("owner"),
                new Sight(
                        Sync.valueOf(row.getString("sync")),
                        Health.valueOf(row.getString("health")),
                        row.getInt("resources"),
                        Columns.instant(row, "checked_at"),
                        Columns.instant(row, "converged_at")),
                new Drift(
                        Columns.instant(row, "drift_since"),
                        Columns.instant(row, "drift_checked_at"),
                        Columns.integer(row, "drift_issue"),
                        Columns.number(row, "drift_run")),
                row.getBoolean("present"));
    }
}
