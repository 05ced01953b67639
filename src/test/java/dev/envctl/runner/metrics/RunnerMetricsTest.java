package dev.envctl.runner.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.runner.database.Database;
import dev.envctl.runner.run.EnvironmentKey;
import dev.envctl.runner.run.EnvironmentState;
import dev.envctl.runner.run.Environments;
import dev.envctl.runner.run.NewRun;
import dev.envctl.runner.run.Run;
import dev.envctl.runner.run.RunResult;
import dev.envctl.runner.run.RunResult.Counts;
import dev.envctl.runner.run.Runs;
import dev.envctl.testing.GoldenFiles;
import dev.envctl.testing.TurnableClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RunnerMetricsTest {

    private static final EnvironmentKey DEV = new EnvironmentKey("github", "acme/platform", "environments/dev");
    private static final EnvironmentKey PROD = new EnvironmentKey("github", "acme/platform", "environments/prod");

    private enum Outcome {
        SUCCESS,
        THROTTLED
    }

    private final TurnableClock clock = new TurnableClock();
    private final Database database = Database.inMemory(UUID.randomUUID().toString());
    private final Runs runs = new Runs(database.jdbi(), clock);
    private final Environments environments = new Environments(database.jdbi());
    private final RunnerMetrics metrics = new RunnerMetrics(runs, environments, clock);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void saysEverythingInPrometheusWords() {
        environments.change(
                DEV,
                state -> state.observed(
                        "dev.us-east-1",
                        EnvironmentState.Sync.IN_SYNC,
                        EnvironmentState.Health.HEALTHY,
                        26,
                        clock.instant()));
        environments.change(
                PROD,
                state -> state.observed(
                        "prod.us-east-1",
                        EnvironmentState.Sync.DRIFTED,
                        EnvironmentState.Health.HEALTHY,
                        30,
                        clock.instant()));
        ended(DEV, Run.Kind.PLAN, Run.State.SUCCEEDED, new Counts(1, 2, 3, 4, 0, 0, 0, 0, 26, 30), 3);
        ended(PROD, Run.Kind.DRIFT, Run.State.SUCCEEDED, new Counts(0, 0, 3, 0, 2, 5, 1, 0, 30, 30), 20);
        ended(DEV, Run.Kind.APPLY, Run.State.FAILED, Counts.NONE, 400);
        queued(PROD, Run.Kind.PLAN);
        queued(DEV, Run.Kind.APPLY);
        runs.begin(DEV, "blue");
        clock.turn(Duration.ofSeconds(90));
        metrics.awsCalled("eks", "DescribeCluster", Outcome.SUCCESS, 0);
        metrics.awsCalled("eks", "DescribeCluster", Outcome.SUCCESS, 2);
        metrics.awsCalled("iam", "CreateRole", Outcome.THROTTLED, 5);

        GoldenFiles.check("metrics/exposition.txt", sorted(metrics.scrape()));
    }

    /// The order of families is nobody's business.
    private static String sorted(String text) {
        return text.lines().sorted().collect(Collectors.joining("\n", "", "\n"));
    }

    @Test
    void countsTheEndOfARunOnceHoweverOftenItIsTold() {
        Run run = ended(DEV, Run.Kind.PLAN, Run.State.SUCCEEDED, Counts.NONE, 1);

        metrics.changed(run);
        metrics.changed(run);

        assertThat(metrics.scrape()).contains("""
            envctl_run_total{env="github:acme/platform:environments/dev",kind="plan",result="succeeded"} 1.0
            """);
    }

    @Test
    void saysNothingOfAnEnvironmentThatIsGone() {
        environments.change(
                DEV,
                state -> state.observed(
                        "dev", EnvironmentState.Sync.IN_SYNC, EnvironmentState.Health.HEALTHY, 1, clock.instant()));
        assertThat(metrics.scrape()).contains("envctl_drift_age_seconds{");

        environments.change(DEV, state -> state.withPresent(false));

        assertThat(metrics.scrape()).doesNotContain("environments/dev");
    }

    @Test
    void namesOnlySoManyEnvironments() {
        var labels = new EnvironmentLabels(2);

        assertThat(List.of(
                        labels.of(DEV), labels.of(PROD), labels.of(new EnvironmentKey("a", "b", "c")), labels.of(DEV)))
                .containsExactly(DEV.text(), PROD.text(), "other", DEV.text());
    }

    private Run ended(EnvironmentKey key, Run.Kind kind, Run.State state, Counts counts, int seconds) {
        queued(key, kind);
        Run begun = runs.begin(key, "blue").orElseThrow();
        clock.turn(Duration.ofSeconds(seconds));
        runs.end(begun, state, new RunResult("done", Optional.empty(), counts, List.of()));
        Run over = runs.find(begun.id()).orElseThrow();
        metrics.changed(begun);
        metrics.changed(over);
        return over;
    }

    private void queued(EnvironmentKey key, Run.Kind kind) {
        runs.enqueue(new NewRun(
                key,
                kind,
                new Run.Cause(Run.Trigger.PUSH, "alice", Optional.empty()),
                new Run.Revision("0123", Optional.empty()),
                Optional.empty(),
                UUID.randomUUID().toString()));
    }
}
