package dev.envctl.runner.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.envctl.problem.Code;
import dev.envctl.problem.ProblemException;
import dev.envctl.runner.run.AuditLog;
import dev.envctl.testing.TestDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DatabaseTest {

    @TempDir
    private Path directory;

    @Test
    void aFileKeepsWhatWasWritten() {
        try (var database = Database.inFile(directory.resolve("envctl"))) {
            add(database, "kept");
        }

        try (var database = Database.inFile(directory.resolve("envctl"))) {
            assertThat(new AuditLog(database.jdbi(), Clock.systemUTC()).list(9))
                    .extracting(AuditLog.Entry::detail)
                    .containsExactly("kept");
        }
    }

    @Test
    void aFileSurvivesThreadsThatAreInterrupted() throws InterruptedException {
        try (var database = Database.inFile(directory.resolve("envctl"))) {
            for (int i = 0; i < 30; i++) {
                interruptWhileWriting(database);
            }

            add(database, "still open");
        }
    }

    @Test
    void oneThatDoesNotAnswerIsSaidWithoutItsPassword() {
        assertThatThrownBy(() -> Database.at(
                        "jdbc:postgresql://127.0.0.1:1/envctl", Optional.of("envctl"), Optional.of("hunter2hunter2")))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        broken -> assertThat(broken.problems()).singleElement().satisfies(problem -> {
                            assertThat(problem.code()).isEqualTo(Code.DATABASE_UNREACHABLE);
                            assertThat(problem.detail()).contains("refused").doesNotContain("hunter2");
                        }));
    }

    private static void interruptWhileWriting(Database database) throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        Thread writing = Thread.ofVirtual().start(() -> {
            begun.countDown();
            for (int i = 0; i < 10; i++) {
                addOrNot(database);
            }
        });
        begun.await();
        writing.interrupt();
        assertThat(writing.join(Duration.ofSeconds(10))).isTrue();
    }

    private static void addOrNot(Database database) {
        try {
            add(database, "x".repeat(20_000));
        } catch (JdbiException interrupted) {
            // this one is lost, and the next ones are not
        }
    }

    private static void add(Database database, String detail) {
        new AuditLog(database.jdbi(), Clock.systemUTC()).add("ada", "test", "", detail);
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void whatGoesWrongIsSaidWithoutWhatWasToBeWritten(TestDatabase kind) {
        try (var database = kind.open()) {
            assertThatThrownBy(() -> database.jdbi()
                            .useHandle(handle -> handle.createUpdate(
                                            "insert into audit (at, actor, action, target) values (null, :actor, '',"
                                                    + " '')")
                                    .bind("actor", "hunter2")
                                    .execute()))
                    .isInstanceOf(JdbiException.class)
                    .hasMessageNotContaining("hunter2");
        }
    }
}
