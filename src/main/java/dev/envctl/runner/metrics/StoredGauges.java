package dev.envctl.runner.metrics;

import dev.envctl.runner.run.EnvironmentKey;
import dev.envctl.runner.run.EnvironmentState;
import dev.envctl.runner.run.Environments;
import dev.envctl.runner.run.Run;
import dev.envctl.runner.run.RunResult;
import dev.envctl.runner.run.Runs;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// What the database knows, as gauges. Read a few rows at a time when somebody asks; an environment that is gone takes
/// its gauges with it.
final class StoredGauges {

    private final EnvironmentLabels labels;
    private final Runs runs;
    private final Environments environments;
    private final Clock clock;
    private final MultiGauge driftResources;
    private final MultiGauge driftAge;
    private final MultiGauge convergence;
    private final MultiGauge planChanges;
    private final MultiGauge lockHeld;
    private volatile double queueAge;
    private volatile Supplier<Map<EnvironmentKey, Instant>> leases = Map::of;

    StoredGauges(MeterRegistry registry, EnvironmentLabels labels, Runs runs, Environments environments, Clock clock) {
        this.labels = labels;
        this.runs = runs;
        this.environments = environments;
        this.clock = clock;
        this.driftResources = MultiGauge.builder("envctl.drift.resources")
                .description("Resources that the cloud moved, as the last drift check found them.")
                .register(registry);
        this.driftAge = MultiGauge.builder("envctl.drift.age")
                .description("How long the environment has drifted; 0 when it has not.")
                .baseUnit("seconds")
                .register(registry);
        this.convergence = MultiGauge.builder("envctl.last.convergence.timestamp")
                .description("When the environment was last found in sync, in seconds since 1970.")
                .register(registry);
        this.planChanges = MultiGauge.builder("envctl.plan.changes")
                .description("What the last plan of the environment would change.")
                .register(registry);
        Gauge.builder("envctl.queue.age", this, gauges -> gauges.queueAge)
                .description("How long the oldest run waits that nobody works on; 0 when none does.")
                .baseUnit("seconds")
                .register(registry);
        this.lockHeld = MultiGauge.builder("envctl.lock.held")
                .description("How long whoever holds the environment's lease has held it; 0 when nobody does.")
                .baseUnit("seconds")
                .register(registry);
    }

    void leasesFrom(Supplier<Map<EnvironmentKey, Instant>> source) {
        leases = source;
    }

    synchronized void read() {
        Instant now = clock.instant();
        queueAge = runs.oldestQueued().map(since -> seconds(since, now)).orElse(0.0);
        Map<EnvironmentKey, String> named = new LinkedHashMap<>();
        List<EnvironmentState> states = environments.list().stream()
                .filter(state -> !labels.of(state.key()).equals(EnvironmentLabels.OTHER))
                .toList();
        states.forEach(state -> named.put(state.key(), labels.of(state.key())));
        write(
                driftAge,
                states,
                state -> Optional.of(
                        state.driftSince().map(since -> seconds(since, now)).orElse(0.0)));
        write(convergence, states, state -> state.converged().map(at -> at.toEpochMilli() / 1e3));
        Map<EnvironmentKey, Instant> held = leases.get();
        write(
                lockHeld,
                states,
                state -> Optional.of(Optional.ofNullable(held.get(state.key()))
                        .map(since -> Math.max(0, seconds(since, now)))
                        .orElse(0.0)));
        driftResources.register(
                counts(Run.Kind.DRIFT, named).entrySet().stream()
                        .map(entry -> row(
                                Tags.of("env", entry.getKey()),
                                entry.getValue().drifted() + entry.getValue().conflicting()))
                        .toList(),
                true);
        planChanges.register(changes(counts(Run.Kind.PLAN, named)), true);
    }

    private void write(
            MultiGauge gauge, List<EnvironmentState> states, Function<EnvironmentState, Optional<Double>> value) {
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        states.forEach(state ->
                value.apply(state).ifPresent(number -> rows.add(row(Tags.of("env", labels.of(state.key())), number))));
        gauge.register(rows, true);
    }

    /// Of the newest run of a kind of each environment that has a name, by that name.
    private Map<String, RunResult.Counts> counts(Run.Kind kind, Map<EnvironmentKey, String> named) {
        Map<String, RunResult.Counts> counts = new LinkedHashMap<>();
        runs.lastSucceeded(kind).forEach(run -> {
            String name = named.get(run.environment());
            if (name != null) {
                run.result().ifPresent(result -> counts.put(name, result.counts()));
            }
        });
        return counts;
    }

    private static List<MultiGauge.Row<?>> changes(Map<String, RunResult.Counts> plans) {
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        plans.forEach((name, counts) -> {
            rows.add(row(Tags.of("env", name, "action", "import"), counts.toImport()));
            rows.add(row(Tags.of("env", name, "action", "add"), counts.toAdd()));
            rows.add(row(Tags.of("env", name, "action", "change"), counts.toChange()));
            rows.add(row(Tags.of("env", name, "action", "destroy"), counts.toDestroy()));
        });
        return rows;
    }

    private static MultiGauge.Row<?> row(Tags tags, Number value) {
        return MultiGauge.Row.of(tags, value);
    }

    private static double seconds(Instant since, Instant now) {
        return Duration.between(since, now).toMillis() / 1e3;
    }
}
