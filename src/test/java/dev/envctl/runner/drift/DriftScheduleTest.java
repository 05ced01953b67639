package dev.envctl.runner.drift;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.runner.database.Database;
import dev.envctl.runner.run.EnvironmentKey;
import dev.envctl.runner.run.Environments;
import dev.envctl.runner.run.NewRun;
import dev.envctl.runner.run.Run;
import dev.envctl.runner.run.RunResult;
import dev.envctl.runner.run.Runs;
import dev.envctl.runner.settings.RunnerSettings.DriftSettings;
import dev.envctl.testing.TurnableClock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DriftScheduleTest {

    private static final DriftSettings HOURLY =
            new DriftSettings("0 * * * *", ZoneOffset.UTC, Duration.ofMinutes(20), false);

    private final Database database = Database.inMemory("schedule-" + UUID.randomUUID());
    private final TurnableClock clock = new TurnableClock(Instant.parse("2026-01-01T00:59:00Z"));
    private final Runs runs = new Runs(database.jdbi(), clock);
    private final Environments environments = new Environments(database.jdbi());

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void queuesEachEnvironmentOncePerDueTime() {
        know("dev", "prod");
        DriftSchedule schedule = schedule(HOURLY, 10);
        DriftSchedule otherReplica = schedule(HOURLY, 10);

        List<Run> queued = tickThrough(Duration.ofMinutes(30), schedule, otherReplica);

        assertThat(queued).extracting(run -> run.environment().directory()).containsExactlyInAnyOrder("dev", "prod");
        assertThat(queued).allSatisfy(run -> {
            assertThat(run.kind()).isEqualTo(Run.Kind.DRIFT);
            assertThat(run.cause().trigger()).isEqualTo(Run.Trigger.SCHEDULE);
            assertThat(run.revision().head()).isEqualTo("c0ffee");
            assertThat(run.created())
                    .isBetween(Instant.parse("2026-01-01T01:00:00Z"), Instant.parse("2026-01-01T01:20:00Z"));
        });
    }

    @Test
    void looksAgainEveryHourThoughAChecksWentWrong() {
        know("dev");
        DriftSchedule schedule = schedule(HOURLY, 10);
        int queued = 0;
        for (int hour = 0; hour < 3; hour++) {
            List<Run> ticked = tickThrough(Duration.ofMinutes(60), schedule);
            queued += ticked.size();
            ticked.forEach(run -> end(run, Run.State.FAILED));
        }

        assertThat(queued).isEqualTo(3);
    }

    @Test
    void makesUpForTheLastOneThatWasMissed() {
        know("dev");
        environments.change(key("dev"), state -> state.checkedForDrift(1, Instant.parse("2025-12-30T01:30:00Z")));
        DriftSchedule daily = schedule(new DriftSettings("0 3 * * *", ZoneOffset.UTC, Duration.ZERO, false), 10);

        assertThat(daily.tick(clock.instant())).hasSize(1);
        assertThat(daily.tick(clock.instant())).isEmpty();
    }

    @Test
    void doesNotHurryForAnEnvironmentThatIsNew() {
        know("dev");
        DriftSchedule daily = schedule(new DriftSettings("0 3 * * *", ZoneOffset.UTC, Duration.ZERO, false), 10);

        assertThat(daily.tick(clock.instant())).isEmpty();
        clock.turn(Duration.ofHours(3));
        assertThat(daily.tick(Instant.parse("2026-01-01T03:00:00Z"))).hasSize(1);
    }

    @Test
    void waitsForARunThatIsThereAlreadyAndThenLooks() {
        know("dev");
        Run plan = runs.enqueue(newRun("dev", Run.Kind.PLAN)).orElseThrow();
        DriftSchedule schedule = schedule(HOURLY, 10);

        assertThat(tickThrough(Duration.ofMinutes(40), schedule)).isEmpty();
        end(plan, Run.State.SUCCEEDED);
        environments.change(key("dev"), state -> state.checkedForDrift(1, Instant.parse("2026-01-01T00:30:00Z")));
        assertThat(schedule.tick(clock.instant())).hasSize(1);
    }

    @Test
    void letsOnlySoManyWaitAndTakesTheLongestDueFirst() {
        String[] names =
                IntStream.range(0, 9).mapToObj(number -> "env-" + number).toArray(String[]::new);
        know(names);
        DriftSchedule schedule = schedule(HOURLY, 4);
        clock.turn(Duration.ofMinutes(25));
        environments
                .list()
                .forEach(state -> environments.change(
                        state.key(), known -> known.checkedForDrift(1, Instant.parse("2026-01-01T00:30:00Z"))));

        List<Run> first = schedule.tick(clock.instant());
        assertThat(first).hasSize(4);
        assertThat(schedule.tick(clock.instant())).isEmpty();
        assertThat(first)
                .extracting(run -> DriftSchedule.next(run.environment(), HOURLY, clock.instant())
                        .orElseThrow())
                .isSorted();

        first.forEach(run -> end(run, Run.State.SUCCEEDED));
        assertThat(schedule.tick(clock.instant())).hasSize(4);
    }

    @Test
    void leavesAloneWhatHasNoScheduleOrNoCommit() {
        know("dev");
        environments.change(key("dev"), state -> state.checkedForDrift(1, Instant.parse("2025-12-30T01:30:00Z")));
        DriftSchedule none = new DriftSchedule(
                new DriftSchedule.Parts(
                        runs, environments, _ -> Optional.empty(), _ -> Optional.of("c0ffee"), runs::enqueue),
                10);
        DriftSchedule headless = new DriftSchedule(
                new DriftSchedule.Parts(
                        runs, environments, _ -> Optional.of(HOURLY), _ -> Optional.empty(), runs::enqueue),
                10);

        assertThat(none.tick(clock.instant())).isEmpty();
        assertThat(headless.tick(clock.instant())).isEmpty();
    }

    @Property(tries = 200)
    void isSpreadWithinItsTimeAndTheSameEveryTime(
            @ForAll @AlphaChars @StringLength(min = 1, max = 20) String directory,
            @ForAll @IntRange(min = 1, max = 3600) int spread,
            @ForAll @IntRange(min = 0, max = 100_000_000) int seconds) {
        DriftSettings settings =
                new DriftSettings("0 */6 * * *", ZoneId.of("Europe/Berlin"), Duration.ofSeconds(spread), false);
        DriftSettings exact = new DriftSettings("0 */6 * * *", ZoneId.of("Europe/Berlin"), Duration.ZERO, false);
        EnvironmentKey key = key(directory);
        Duration offset = DueTimes.offset(key, settings.spread());
        Instant after = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(seconds);

        Instant next = DriftSchedule.next(key, settings, after).orElseThrow();

        assertThat(offset).isBetween(Duration.ZERO, Duration.ofSeconds(spread - 1L));
        assertThat(next).isAfter(after);
        assertThat(DriftSchedule.next(key, exact, next.minus(offset).minusSeconds(1)))
                .contains(next.minus(offset));
        assertThat(DueTimes.of(key, settings).last(after, next)).contains(next);
        assertThat(DueTimes.of(key, settings).last(after, next.minusSeconds(1))).isEmpty();
    }

    @Test
    void spreadsManyEnvironmentsEvenly() {
        long early = IntStream.range(0, 1000)
                .mapToObj(number -> DueTimes.offset(key("env-" + number), Duration.ofMinutes(60)))
                .filter(offset -> offset.compareTo(Duration.ofMinutes(30)) < 0)
                .count();

        assertThat(early).isBetween(420L, 580L);
    }

    private DriftSchedule schedule(DriftSettings settings, int mostWaiting) {
        return new DriftSchedule(
                new DriftSchedule.Parts(
                        runs, environments, _ -> Optional.of(settings), _ -> Optional.of("c0ffee"), runs::enqueue),
                mostWaiting);
    }

    /// A minute at a time.
    private List<Run> tickThrough(Duration time, DriftSchedule... replicas) {
        return IntStream.range(0, (int) time.toMinutes())
                .boxed()
                .flatMap(_ -> {
                    clock.turn(Duration.ofMinutes(1));
                    return List.of(replicas).stream().flatMap(replica -> replica.tick(clock.instant()).stream());
                })
                .toList();
    }

    private void know(String... directories) {
        List.of(directories).forEach(directory -> environments.change(key(directory), state -> state));
    }

    private void end(Run run, Run.State state) {
        Run begun = runs.begin(run.environment(), "here").orElseThrow();
        assertThat(runs.end(begun, state, RunResult.of("done"))).isTrue();
    }

    private static NewRun newRun(String directory, Run.Kind kind) {
        return new NewRun(
                key(directory),
                kind,
                new Run.Cause(Run.Trigger.PAGE, "alice", Optional.empty()),
                new Run.Revision("c0ffee", Optional.empty()),
                Optional.empty(),
                kind + directory);
    }

    private static EnvironmentKey key(String directory) {
        return new EnvironmentKey("github", "acme/platform", directory);
    }
}
