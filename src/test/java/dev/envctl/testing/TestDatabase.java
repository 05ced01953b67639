package dev.envctl.testing;

import dev.envctl.runner.database.Database;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Jdbi;

/// Empty databases of both kinds, each with all tables. PostgreSQL is a process of its own, one for all tests of a JVM,
/// which ends with it. (It refuses to run as root; where tests do, it is started in a user namespace.)
public enum TestDatabase {
    H2 {
        @Override
        public String url() {
            return "jdbc:h2:mem:" + next() + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH"
                    + ";DB_CLOSE_DELAY=-1";
        }
    },
    POSTGRES {
        @Override
        public String url() {
            String name = next();
            Jdbi.create(Server.POSTGRES.getPostgresDatabase())
                    .useHandle(handle -> handle.execute("create database " + name + " template " + Server.TEMPLATE));
            return Server.POSTGRES.getJdbcUrl("postgres", name);
        }
    };

    private static final AtomicInteger COUNT = new AtomicInteger();

    /// A database of its own, for any number of [Database]s at once.
    public abstract String url();

    public Database open() {
        return open(url());
    }

    public static Database open(String url) {
        return Database.at(url, Optional.empty(), Optional.empty());
    }

    private static String next() {
        return "test" + COUNT.incrementAndGet();
    }

    /// Started when first asked for.
    private static final class Server {

        private static final EmbeddedPostgres POSTGRES = start();

        /// With all tables, because copying them is faster than making them.
        private static final String TEMPLATE = template();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder()
                        .setServerConfig("max_connections", "300")
                        .setServerConfig("synchronous_commit", "off")
                        .setPGStartupWait(Duration.ofMinutes(1))
                        .start();
            } catch (IOException failure) {
                throw new UncheckedIOException("starting PostgreSQL", failure);
            }
        }

        private static String template() {
            Jdbi.create(POSTGRES.getPostgresDatabase())
                    .useHandle(handle -> handle.execute("create database empty_tables"));
            open(POSTGRES.getJdbcUrl("postgres", "empty_tables")).close();
            return "empty_tables";
        }
    }
}
