package dev.envctl.runner.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import java.nio.file.Path;
import java.sql.Types;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.config.ConfigRegistry;
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
        this.jdbi = Jdbi.create(source).registerArgument(new Texts());
        // what goes into a log must not hold what goes into a table
        jdbi.getConfig(StatementExceptions.class).setMessageRendering(MessageRendering.NONE);
    }

    /// Each text on its way into a statement, so that no place forgets what one database refuses.
    private static final class Texts extends AbstractArgumentFactory<String> {
        Texts() {
            super(Types.VARCHAR);
        }

        @Override
        protected Argument build(String text, ConfigRegistry config) {
            return (position, statement, _) -> statement.setString(position, Columns.text(text));
        }
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

    /// Throws [ProblemException] when it cannot be reached, as the others do.
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
        try {
            return new Database(migrated(new HikariDataSource(config)));
        } catch (PoolInitializationException | FlywayException broken) {
            throw new ProblemException(
                    Problem.of(Code.DATABASE_UNREACHABLE, "Opening the runner's database: " + reason(broken) + "."));
        }
    }

    private static HikariDataSource migrated(HikariDataSource source) {
        try {
            Flyway.configure()
                    .dataSource(source)
                    .locations("classpath:runner/migrations")
                    .load()
                    .migrate();
            return source;
        } catch (FlywayException broken) {
            source.close();
            throw broken;
        }
    }

    /// What the database itself said, in one line.
    private static String reason(Throwable thrown) {
        Throwable deepest = thrown;
        while (deepest.getCause() != null && deepest.getCause().getMessage() != null) {
            deepest = deepest.getCause();
        }
        String text = String.valueOf(deepest.getMessage()).lines().findFirst().orElse("");
        return text.strip().replaceFirst("\\.$", "");
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
