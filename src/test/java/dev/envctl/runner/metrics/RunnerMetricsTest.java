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
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
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
        Instant taken = clock.instant().plusSeconds(20);
        metrics.leasesFrom(() -> Map.of(PROD, taken));
        clock.turn(Duration.ofSeconds(90));
        metrics.awsCalled("eks", "DescribeCluster", Outcome.SUCCESS, 0);
        metrics.awsCalled("eks", "DescribeCluster", Outcome.SUCCESS, 2);
        metrics.awsCalled("iam", "CreateRole", Outcome.THROTTLED, 5);

        String said = metrics.scrape();
        GoldenFiles.check("metrics/exposition.txt", sorted(said));
        assertThat(families(said))
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("envctl_run_total", "counter env,kind,result"),
                        Map.entry("envctl_run_duration_seconds", "histogram kind,le"),
                        Map.entry("envctl_run_duration_seconds_max", "gauge kind"),
                        Map.entry("envctl_queue_age_seconds", "gauge "),
                        Map.entry("envctl_drift_resources", "gauge env"),
                        Map.entry("envctl_drift_age_seconds", "gauge env"),
                        Map.entry("envctl_aws_requests_total", "counter action,outcome,service"),
                        Map.entry("envctl_aws_throttles_total", "counter "),
                        Map.entry("envctl_lock_held_seconds", "gauge env"),
                        Map.entry("envctl_plan_changes", "gauge action,env"),
                        Map.entry("envctl_last_convergence_timestamp", "gauge env")));
        assertThat(said).contains("""
            envctl_lock_held_seconds{env="github:acme/platform:environments/dev"} 0.0
            envctl_lock_held_seconds{env="github:acme/platform:environments/prod"} 70.0
            """);
    }

    /// By name, the type and the names of all labels.
    private static Map<String, String> families(String exposition) {
        var families = new LinkedHashMap<String, String>();
        exposition.lines().filter(line -> line.startsWith("# TYPE ")).forEach(line -> {
            String[] words = line.split(" ", -1);
            families.put(words[2], words[3] + " " + labels(exposition, words[2], words[3].equals("histogram")));
        });
        return families;
    }

    private static String labels(String exposition, String family, boolean isHistogram) {
        String name = Pattern.quote(family) + (isHistogram ? "_bucket" : "");
        return Pattern.compile("(?m)^" + name + "(\\{.*\\})? ")
                .matcher(exposition)
                .results()
                .flatMap(sample -> Pattern.compile("(\\w+)=\"")
                        .matcher(Optional.ofNullable(sample.group(1)).orElse(""))
                        .results())
                .map(label -> label.group(1))
                .distinct()
                .sorted()
                .collect(Collectors.joining(","));
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
