package dev.envctl.runner.run;

import java.time.Instant;
import java.util.Optional;

/// What is known of an environment. In sync is not healthy: the two are told apart.
public record EnvironmentState(EnvironmentKey key, String owner, Sight sight, Drift drift, boolean present) {

    public enum Sync {
        UNKNOWN,
        IN_SYNC,
        /// Git moved: merged and not applied.
        PENDING,
        DRIFTED,
        CONFLICT
    }

    public enum Health {
        UNKNOWN,
        HEALTHY,
        DEGRADED
    }

    /// From the last run that looked at the commit of the default branch.
    public record Sight(
            Sync sync, Health health, int resources, Optional<Instant> checked, Optional<Instant> converged) {

        static final Sight NONE = new Sight(Sync.UNKNOWN, Health.UNKNOWN, 0, Optional.empty(), Optional.empty());
    }

    /// `since` is set while the cloud differs from what was applied.
    public record Drift(
            Optional<Instant> since, Optional<Instant> checked, Optional<Integer> issue, Optional<Long> run) {

        static final Drift NONE = new Drift(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    public static EnvironmentState unknown(EnvironmentKey key) {
        return new EnvironmentState(key, "", Sight.NONE, Drift.NONE, true);
    }

    public EnvironmentState observed(String name, Sync found, Health health, int count, Instant now) {
        boolean isDrifted = found == Sync.DRIFTED || found == Sync.CONFLICT;
        Optional<Instant> since = isDrifted ? drift.since().or(() -> Optional.of(now)) : Optional.empty();
        return new EnvironmentState(
                key,
                name,
                new Sight(
                        found, health, count, Optional.of(now), found == Sync.IN_SYNC ? Optional.of(now) : converged()),
                new Drift(since, drift.checked(), drift.issue(), drift.run()),
                present);
    }

    public EnvironmentState checkedForDrift(long run, Instant now) {
        return with(new Drift(drift.since(), Optional.of(now), drift.issue(), Optional.of(run)));
    }

    public EnvironmentState withDriftIssue(int number) {
        return with(new Drift(drift.since(), drift.checked(), Optional.of(number), drift.run()));
    }

    private EnvironmentState with(Drift changed) {
        return new EnvironmentState(key, owner, sight, changed, present);
    }

    /// Git moved and nothing was applied: merged without approval, or pushed past the pull requests.
    public EnvironmentState pending() {
        Sight pending = new Sight(Sync.PENDING, health(), resources(), checked(), converged());
        return new EnvironmentState(key, owner, pending, drift, present);
    }

    public EnvironmentState withOwner(String name) {
        return new EnvironmentState(key, name, sight, drift, present);
    }

    public EnvironmentState withPresent(boolean isPresent) {
        return new EnvironmentState(key, owner, sight, drift, isPresent);
    }

    public Sync sync() {
        return sight.sync();
    }

    public Health health() {
        return sight.health();
    }

    public int resources() {
        return sight.resources();
    }

    public Optional<Instant> checked() {
        return sight.checked();
    }

    public Optional<Instant> converged() {
        return sight.converged();
    }

    public Optional<Instant> driftSince() {
        return drift.since();
    }

    public Optional<Instant> driftChecked() {
        return drift.checked();
    }

    public Optional<Integer> driftIssue() {
        return drift.issue();
    }

    public Optional<Long> driftRun() {
        return drift.run();
    }
}
