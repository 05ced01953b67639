package dev.envctl.runner.web.access;

import dev.envctl.runner.settings.RunnerSettings.Role;
import dev.envctl.runner.settings.RunnerSettings.SignIn;
import dev.envctl.value.Sha256;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/// Sessions of the page, in the database so that all replicas know them. What is kept is the digest of the cookie:
/// whoever reads the table cannot use it.
public final class SignIns {

    /// `csrf` stands in every form of the session.
    public record Session(Person person, String csrf) {}

    private final Jdbi jdbi;
    private final Clock clock;
    private final Secrets secrets = new Secrets();

    public SignIns(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /// Returns what goes into the cookie.
    public String open(SignIn settings, Person person) {
        String cookie = secrets.next();
        jdbi.useTransaction(handle -> {
            handle.createUpdate("delete from sign_in where expires_at < :now")
                    .bind("now", now())
                    .execute();
            handle.createUpdate("""
                insert into sign_in (sha256, name, role, method, csrf, expires_at)
                values (:sha256, :name, :role, :method, :csrf, :expires)
                """)
                    .bind("sha256", Sha256.hex(cookie))
                    .bind("name", person.name())
                    .bind("role", person.role().name())
                    .bind("method", person.method().name())
                    .bind("csrf", secrets.next())
                    .bind("expires", now().plus(settings.sessionLife()))
                    .execute();
        });
        return cookie;
    }

    /// Empty when the session is over, or when the token that opened it was withdrawn.
    public Optional<Session> find(SignIn settings, String cookie) {
        return jdbi.withHandle(handle -> handle.createQuery(
                                "select * from sign_in where sha256 = :sha256 and expires_at > :now")
                        .bind("sha256", Sha256.hex(cookie))
                        .bind("now", now())
                        .map((row, _) -> session(row))
                        .findOne())
                .flatMap(session -> current(settings, session));
    }

    public void close(String cookie) {
        jdbi.useHandle(handle -> handle.createUpdate("delete from sign_in where sha256 = :sha256")
                .bind("sha256", Sha256.hex(cookie))
                .execute());
    }

    private static Optional<Session> current(SignIn settings, Session session) {
        return switch (session.person().method()) {
            case OPENID -> Optional.of(session).filter(_ -> settings.openId().isPresent());
            case TOKEN ->
                Tokens.named(settings, session.person().name()).map(person -> new Session(person, session.csrf()));
        };
    }

    private static Session session(ResultSet row) throws SQLException {
        return new Session(
                new Person(
                        row.getString("name"),
                        Role.valueOf(row.getString("role")),
                        Person.Method.valueOf(row.getString("method"))),
                row.getString("csrf"));
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
