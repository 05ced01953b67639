package dev.envctl.runner.drift;

import dev.envctl.runner.database.Columns;
import dev.envctl.runner.run.EnvironmentKey;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatement;

/// What was last reported of each environment that drifts.
final class ReportStore {

    /// `finding` is the fingerprint of what the issue says, `since` when the drift was first found, `run` who found
    /// it.
    record Reported(String finding, Instant since, long run) {}

    private static final String WHICH = " where forge = :forge and repository = :repository and directory = :directory";

    private final Jdbi jdbi;

    ReportStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    Optional<Reported> find(EnvironmentKey key) {
        return jdbi.withHandle(handle -> bind(handle.createQuery("select * from drift_report" + WHICH), key)
                .map((row, _) -> new Reported(
                        row.getString("finding"), Columns.instant(row, "since").orElseThrow(), row.getLong("run")))
                .findOne());
    }

    void keep(EnvironmentKey key, Reported reported) {
        jdbi.useTransaction(handle -> {
            bind(handle.createUpdate("delete from drift_report" + WHICH), key).execute();
            bind(
                            handle.createUpdate(
                                    "insert into drift_report (forge, repository, directory, finding, since, run)"
                                            + " values (:forge, :repository, :directory, :finding, :since, :run)"),
                            key)
                    .bind("finding", reported.finding())
                    .bind("since", reported.since().atOffset(ZoneOffset.UTC))
                    .bind("run", reported.run())
                    .execute();
        });
    }

    void forget(EnvironmentKey key) {
        jdbi.useHandle(handle -> bind(handle.createUpdate("delete from drift_report" + WHICH), key)
                .execute());
    }

    private static <S extends SqlStatement<S>> S bind(S statement, EnvironmentKey key) {
        return statement
                .bind("forge", key.forge())
                .bind("repository", key.repository())
                .bind("directory", key.directory());
    }
}
