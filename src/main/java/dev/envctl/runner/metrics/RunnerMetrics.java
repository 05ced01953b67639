package dev.envctl.runner.metrics;

import dev.envctl.runner.run.EnvironmentKey;
import dev.envctl.runner.run.Environments;
import dev.envctl.runner.run.Run;
import dev.envctl.runner.run.RunListener;
import dev.envctl.runner.run.Runs;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/// The metrics of one process. What happens here (runs that ended, calls of AWS) is counted here and summed over
/// replicas by whoever reads; what is stored (ages, drift, last plans) is read from the database, and every replica
/// says the same. Any thread may tell or ask.
public final class RunnerMetrics implements RunListener {

    /// A run is told of more than once at most within moments.
    private static final int REMEMBERED = 10_000;

    private static final Duration[] STEPS = {
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(30),
        Duration.ofMinutes(1),
        Duration.ofMinutes(5),
        Duration.ofMinutes(15),
        Duration.ofMinutes(30),
        Duration.ofHours(1)
    };

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final EnvironmentLabels labels = new EnvironmentLabels(EnvironmentLabels.MOST);
    private final Set<Long> counted = Collections.newSetFromMap(new Remembered());
    private final StoredGauges stored;
    private final Counter throttles = Counter.builder("envctl.aws.throttles")
            .description("How often AWS told this process to slow down.")
            .register(registry);

    public RunnerMetrics(Runs runs, Environments environments, Clock clock) {
        this.stored = new StoredGauges(registry, labels, runs, environments, clock);
    }

    /// Since when which environments are held, by whomever; asked each time somebody reads.
    public void leasesFrom(Supplier<Map<EnvironmentKey, Instant>> source) {
        stored.leasesFrom(source);
    }

    /// Each end of a run once, however often it is told.
    @Override
    public void changed(Run run) {
        if (run.isOver() && isNew(run)) {
            count(run);
        }
    }

    private boolean isNew(Run run) {
        synchronized (counted) {
            return counted.add(run.id());
        }
    }

    private void count(Run run) {
        String kind = word(run.kind());
        Counter.builder("envctl.run")
                .description("Runs that this process ended.")
                .tags("env", labels.of(run.environment()), "kind", kind, "result", word(run.state()))
                .register(registry)
                .increment();
        run.started()
                .flatMap(started -> run.ended().map(ended -> Duration.between(started, ended)))
                .ifPresent(taken -> Timer.builder("envctl.run.duration")
                        .description("From the first begin of a run to its end.")
                        .tag("kind", kind)
                        .serviceLevelObjectives(STEPS)
                        .register(registry)
                        .record(taken));
    }

    /// A call of AWS that ended; `throttles` is how often it was told to slow down. Services, actions and outcomes
    /// are envctl's own words, so there are only so many of them.
    public void awsCalled(String service, String action, Enum<?> outcome, int throttles) {
        Counter.builder("envctl.aws.requests")
                .description("Calls of AWS that this process made, attempts at the same call not counted.")
                .tags("service", service, "action", action, "outcome", word(outcome))
                .register(registry)
                .increment();
        this.throttles.increment(throttles);
    }

    /// In the text format of Prometheus.
    public String scrape() {
        stored.read();
        return registry.scrape();
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static final class Remembered extends LinkedHashMap<Long, Boolean> {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    }
}
