package dev.envctl.runner.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;

/// The one database of the runner, migrated to what this version needs: a file beside the process, or PostgreSQL for
/// any number of them.
public final class Database implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HikariDataSource source;
    private final Jdbi jdbi;

    private Database(HikariDataSource source) {
        this.source = source;
        this.jdbi = Jdbi.create(source);
        // what goes into a log must not hold what goes into a table
        jdbi.getConfig(StatementExceptions.class).setMessageRendering(MessageRendering.NONE);
    }

    /// In a file that only one process can have open. `retry:` is H2's way to survive a thread that is interrupted
    /// while it writes, which closes the file for everybody.
    public static Database inFile(Path file) {
        return open(h2("retry:" + file.toAbsolutePath()), Optional.empty(), Optional.empty());
    }

    /// Gone with the process.
    public static Database inMemory(String name) {
        return open(h2("mem:" + name) + ";DB_CLOSE_DELAY=-1", Optional.empty(), Optional.empty());
    }

    public static Database at(String url, Optional<String> user, Optional<String> password) {
        return open(url, user, password);
    }

    private static String h2(String place) {
        return "jdbc:h2:" + place + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH";
    }

    private static Database open(String url, Optional<String> user, Optional<String> password) {
        var config = new HikariConfig();
        config.setJdbcUrl(url);
        user.ifPresent(config::setUsername);
        password.ifPresent(config::setPassword);
        config.setMaximumPoolSize(20);
        config.setMinimumIdle(2);
        config.setConnectionTimeout(PATIENCE.toMillis());
        config.setPoolName("envctl");
        if (url.startsWith("jdbc:postgresql:")) {
            config.addDataSourceProperty("logServerErrorDetail", "false");
        }
        var source = new HikariDataSource(config);
        Flyway.configure()
                .dataSource(source)
                .locations("classpath:runner/migrations")
                .load()
                .migrate();
        return new Database(source);
    }

    public Jdbi jdbi() {
        return jdbi;
    }

    public DataSource source() {
        return source;
    }

    @Override
    public void close() {
        source.close();
    }
}
