package dev.envctl.runner.drift;

import dev.envctl.runner.run.EnvironmentKey;
import dev.envctl.runner.run.EnvironmentState;
import dev.envctl.runner.run.Environments;
import dev.envctl.runner.run.NewRun;
import dev.envctl.runner.run.Run;
import dev.envctl.runner.run.Runs;
import dev.envctl.runner.settings.RunnerSettings.DriftSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/// Queues the runs that look for drift. Nothing is remembered between two ticks: what is due follows from the settings,
/// the clock and when an environment was last looked at, and a due time is part of the run's `once`, so that neither a
/// repeated tick nor another replica queues it twice. Of what was missed while nobody ticked only the last is made up
/// for.
public final class DriftSchedule {

    /// What the schedule asks of the rest of the runner.
    ///
    /// `settings` are those of the rule that covers an environment, `head` the commit at which its default branch
    /// stands now (empty when it cannot be told; the next tick asks again), and `enqueue` queues a run, or does not
    /// when it was queued before.
    public record Parts(
            Runs runs,
            Environments environments,
            Function<EnvironmentKey, Optional<DriftSettings>> settings,
            Function<EnvironmentKey, Optional<String>> head,
            Function<NewRun, Optional<Run>> enqueue) {}

    /// What nobody ever looked at was not missed before.
    private static final Duration BEGINNING = Duration.ofMinutes(10);

    private static final String ACTOR = "schedule";

    private final Parts parts;
    private final int mostWaiting;

    /// At most so many runs wait or are worked on at once; the rest stays due.
    public DriftSchedule(Parts parts, int mostWaiting) {
        this.parts = parts;
        this.mostWaiting = mostWaiting;
    }

    /// The first time after that moment at which drift of an environment is looked for.
    public static Optional<Instant> next(EnvironmentKey key, DriftSettings settings, Instant after) {
        return DueTimes.of(key, settings).next(after);
    }

    private record Due(EnvironmentKey key, Instant time) {}

    /// To be called about once a minute. Returns the runs that were queued, those due for longest first.
    public List<Run> tick(Instant now) {
        int room = mostWaiting - waitingDriftRuns();
        if (room <= 0) {
            return List.of();
        }
        Set<EnvironmentKey> busy = new HashSet<>(parts.runs().waiting());
        return parts.environments().list().stream()
                .filter(environment -> !busy.contains(environment.key()))
                .flatMap(environment -> due(environment, now).stream())
                .sorted(Comparator.comparing(Due::time))
                .flatMap(due -> enqueue(due).stream())
                .limit(room)
                .toList();
    }

    private int waitingDriftRuns() {
        Runs.Filter filter = Runs.Filter.latest(mostWaiting).of(Run.Kind.DRIFT).in(Run.State.QUEUED, Run.State.RUNNING);
        return parts.runs().list(filter).size();
    }

    private Optional<Due> due(EnvironmentState environment, Instant now) {
        EnvironmentKey key = environment.key();
        return parts.settings()
                .apply(key)
                .flatMap(settings -> DueTimes.of(key, settings).last(seen(environment, now), now))
                .map(time -> new Due(key, time));
    }

    /// A check that went wrong counts: the next due time is its next chance.
    private Instant seen(EnvironmentState environment, Instant now) {
        Runs.Filter lastCheck = Runs.Filter.latest(1).of(environment.key()).of(Run.Kind.DRIFT);
        return Stream.concat(
                        environment.driftChecked().stream(),
                        parts.runs().list(lastCheck).stream().map(Run::created))
                .max(Comparator.naturalOrder())
                .orElseGet(() -> now.minus(BEGINNING));
    }

    private Optional<Run> enqueue(Due due) {
        String once = "drift:" + due.key().text() + "@" + due.time();
        return parts.head()
                .apply(due.key())
                .flatMap(head -> parts.enqueue()
                        .apply(new NewRun(
                                due.key(),
                                Run.Kind.DRIFT,
                                new Run.Cause(Run.Trigger.SCHEDULE, ACTOR, Optional.empty()),
                                new Run.Revision(head, Optional.empty()),
                                Optional.empty(),
                                once)));
    }
}
