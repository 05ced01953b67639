package dev.envctl.runner.run;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jdbi.v3.core.statement.SqlStatement;

/// An [EnvironmentKey] in its three columns.
final class Rows {

    private Rows() {}

    static EnvironmentKey key(ResultSet row) throws SQLException {
        return new EnvironmentKey(row.getString("forge"), row.getString("repository"), row.getString("directory"));
    }

    static <S extends SqlStatement<S>> S bind(S statement, EnvironmentKey key) {
        return statement
                .bind("forge", key.forge())
                .bind("repository", key.repository())
                .bind("directory", key.directory());
    }
}
