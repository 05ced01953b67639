package dev.envctl.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import dev.envctl.runner.database.Database;
import dev.envctl.runner.forge.ForgeException;
import dev.envctl.runner.queue.Jobs;
import dev.envctl.runner.review.Affected;
import dev.envctl.runner.review.EventHandler;
import dev.envctl.runner.review.ReviewParts;
import dev.envctl.runner.run.AuditLog;
import dev.envctl.runner.settings.RunnerSettings;
import dev.envctl.runner.settings.RunnerSettings.ApplyOn;
import dev.envctl.runner.settings.RunnerSettings.ForgeSettings;
import dev.envctl.runner.settings.RunnerSettings.ForgeType;
import dev.envctl.runner.settings.RunnerSettings.RepositorySettings;
import dev.envctl.runner.settings.SecretReference;
import dev.envctl.runner.webhook.Deliveries;
import dev.envctl.runner.webhook.Delivery;
import dev.envctl.runner.webhook.Refusals;
import dev.envctl.runner.webhook.Webhooks;
import dev.envctl.testing.RecordingForge;
import dev.envctl.testing.RunnerSetup;
import dev.envctl.testing.TurnableClock;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// The forge knows no pull request, whatever it told of before; git is away.
class DeliveryDeskTest {

    private static final String COMMIT = "1a2b3c4d".repeat(5);
    private static final String MOVED = """
        {"action": "opened", "repository": {"full_name": "acme/platform"}, "sender": {"login": "alice"},
         "pull_request": {"number": 7, "head": {"sha": "%s"}}}
        """.formatted(COMMIT);
    private static final String RERUN = """
        {"action": "rerequested", "repository": {"full_name": "acme/platform"}, "sender": {"login": "alice"},
         "check_suite": {"head_sha": "%s"}}
        """.formatted(COMMIT);
    private static final String PUSHED = """
        {"ref": "refs/heads/main", "repository": {"full_name": "acme/platform"}, "sender": {"login": "alice"},
         "before": "%s", "after": "%s"}
        """.formatted("0b".repeat(20), COMMIT);

    private final TurnableClock clock = new TurnableClock();
    private final Database database = Database.inMemory(UUID.randomUUID().toString());
    private final Deliveries deliveries = new Deliveries(database.jdbi(), clock);
    private final RunnerSettings settings = settings();
    private final RecordingForge forge = new RecordingForge("github", 65_536);
    private final AskedJobs jobs = new AskedJobs();
    private final DeliveryDesk desk = new DeliveryDesk(() -> settings, deliveries, jobs, clock);
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private Runnable before = () -> {};

    private static final class AskedJobs implements Jobs {
        private final List<String> asked = new ArrayList<>();

        @Override
        public void soon(String job, String instance) {
            asked.add(job + " " + instance);
        }

        @Override
        public void unlessAsked(String job, List<String> instances) {
            instances.forEach(instance -> soon(job, instance));
        }

        @Override
        public void at(String job, String instance, Instant when) {
            soon(job, instance);
        }
    }

    private static final class NoGit implements Affected {
        private static ProblemException away() {
            return new ProblemException(Problem.of(Code.GIT_UNAVAILABLE, "Git says:\nrepository not found."));
        }

        @Override
        public Change environments(RepositorySettings repository, String base, String head) {
            throw away();
        }

        @Override
        public List<Step> line(RepositorySettings repository, String before, String after) {
            throw away();
        }

        @Override
        public boolean makes(RepositorySettings repository, String base, String head, String result) {
            throw away();
        }

        @Override
        public String head(RepositorySettings repository) {
            throw away();
        }
    }

    private static RunnerSettings settings() {
        var github = new ForgeSettings(
                "github",
                ForgeType.GITHUB,
                URI.create("https://github.example.com"),
                new SecretReference("env:HOOK"),
                Optional.of(new SecretReference("env:TOKEN")),
                Optional.empty());
        return new RunnerSetup(github, "acme/platform", URI.create("https://github.example.com/acme/platform.git"))
                .settings("one", Path.of("data"), Optional.empty(), ApplyOn.MERGE);
    }

    @BeforeEach
    void listen() {
        logged.start();
        log().addAppender(logged);
    }

    @AfterEach
    void close() {
        log().detachAppender(logged);
        database.close();
    }

    private static Logger log() {
        return (Logger) LoggerFactory.getLogger(DeliveryDesk.class);
    }

    private void stored(String event, String body) {
        deliveries.add(
                new Delivery("github", "guid-1", event, clock.instant(), body, Optional.empty(), Optional.empty()));
    }

    private Delivery found() {
        return deliveries.find("github", "guid-1").orElseThrow();
    }

    private void handle() {
        var webhooks = new Webhooks(
                () -> settings,
                _ -> "a secret of the forge",
                deliveries,
                new Refusals(new AuditLog(database.jdbi(), clock), clock),
                desk::told,
                clock);
        var parts = new ReviewParts(
                () -> settings,
                _ -> {
                    before.run();
                    return Optional.of(forge);
                },
                ReviewParts.Stores.of(database.jdbi(), clock),
                new NoGit(),
                (_, _) -> "",
                _ -> Optional.empty(),
                _ -> {},
                _ -> {});
        desk.handle("github guid-1", webhooks, new EventHandler(parts));
    }

    @Test
    void whatIsGoneFromTheForgeIsGivenUpAfterDays() {
        stored("pull_request", MOVED);
        clock.turn(DeliveryDesk.GIVEN_UP_AFTER.plusSeconds(1));

        handle();

        String outcome = "given up, because it is older than 5 days and went wrong again: reading pull request"
                + " acme/platform#7: 404";
        assertThat(found().outcome()).contains(outcome);
        assertThat(found().handledAt()).contains(clock.instant());
        assertThat(logged.list).singleElement().satisfies(event -> {
            assertThat(event.getLevel()).isEqualTo(Level.WARN);
            assertThat(event.getFormattedMessage())
                    .isEqualTo("delivery guid-1 of github (pull_request) is " + outcome + ". If what it tells of is"
                            + " still there, push to the pull request or comment /envctl plan in it");
            assertThat(event.getMDCPropertyMap()).containsOnly(entry("forge", "github"), entry("delivery", "guid-1"));
        });
    }

    @Test
    void nobodyAsksForItAgain() {
        stored("pull_request", MOVED);
        clock.turn(DeliveryDesk.GIVEN_UP_AFTER.plusSeconds(1));
        desk.sweep(Duration.ofMinutes(1));
        assertThat(jobs.asked).containsExactly("delivery github guid-1");
        handle();
        jobs.asked.clear();

        desk.sweep(Duration.ofMinutes(1));
        handle();

        assertThat(jobs.asked).isEmpty();
        assertThat(logged.list).hasSize(1);
    }

    @Test
    void untilThenItIsTriedAgain() {
        stored("pull_request", MOVED);
        clock.turn(DeliveryDesk.GIVEN_UP_AFTER);

        assertThatThrownBy(this::handle).isInstanceOf(ForgeException.class).hasMessageEndingWith("404");

        assertThat(found().isHandled()).isFalse();
        assertThat(logged.list).isEmpty();
    }

    @Test
    void aForgeThatWasAwayOverALongWeekendIsCaughtUpWith() {
        stored("check_suite", RERUN);
        forge.beAway(true);
        for (int day = 0; day < 4; day++) {
            clock.turn(Duration.ofDays(1));
            assertThatThrownBy(this::handle).isInstanceOf(ForgeException.class);
        }

        forge.beAway(false);
        handle();

        assertThat(found().outcome()).contains("planned again");
    }

    @Test
    void howeverOldWhatGoesRightIsNotGivenUp() {
        stored("check_suite", RERUN);
        clock.turn(Duration.ofDays(30));

        handle();

        assertThat(found().outcome()).contains("planned again");
        assertThat(logged.list).isEmpty();
    }

    @Test
    void whatGitDoesNotHaveAnyMoreIsGivenUpToo() {
        stored("push", PUSHED);
        assertThatThrownBy(this::handle).isInstanceOf(ProblemException.class);
        clock.turn(Duration.ofDays(6));

        handle();

        assertThat(found().outcome())
                .hasValueSatisfying(outcome -> assertThat(outcome).endsWith("Git says: repository not found."));
        assertThat(jobs.asked).isEmpty();
    }

    @Test
    void ofWhatIsUnexpectedOnlyTheLogHasTheText() {
        stored("pull_request", MOVED);
        clock.turn(Duration.ofDays(6));
        before = () -> {
            throw new IllegalStateException("with a secret in it");
        };

        handle();

        assertThat(found().outcome())
                .contains("given up, because it is older than 5 days and went wrong again: something unexpected"
                        + " (IllegalStateException), which the log of the runner's process has in full");
        assertThat(logged.list)
                .singleElement()
                .extracting(event -> event.getThrowableProxy().getMessage())
                .isEqualTo("with a secret in it");
    }

    @Test
    void aProcessThatEndsLeavesItToTheNext() {
        stored("pull_request", MOVED);
        clock.turn(Duration.ofDays(6));
        before = () -> Thread.currentThread().interrupt();

        try {
            assertThatThrownBy(this::handle).isInstanceOf(ForgeException.class);
        } finally {
            Thread.interrupted();
        }

        assertThat(found().isHandled()).isFalse();
    }
}
