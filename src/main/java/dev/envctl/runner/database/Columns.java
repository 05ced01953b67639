package dev.envctl.runner.database;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Columns that may be empty, moments, which both databases take with an offset, and texts from anywhere.
public final class Columns {

    private Columns() {}

    public static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }

    public static @Nullable OffsetDateTime write(Optional<Instant> moment) {
        return moment.map(at -> at.atOffset(ZoneOffset.UTC)).orElse(null);
    }

    public static Optional<Integer> integer(ResultSet row, String column) throws SQLException {
        int number = row.getInt(column);
        return row.wasNull() ? Optional.empty() : Optional.of(number);
    }

    public static Optional<Long> number(ResultSet row, String column) throws SQLException {
        long number = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(number);
    }

    /// PostgreSQL keeps every character but one, which somebody will send.
    static String text(String any) {
        return any.replace('\0', '\uFFFD');
    }

    /// No longer than the column.
    public static String text(String any, int longest) {
        if (any.length() <= longest) {
            return any;
        }
        boolean splitsPair = Character.isHighSurrogate(any.charAt(longest - 1));
        return any.substring(0, splitsPair ? longest - 1 : longest);
    }
}
