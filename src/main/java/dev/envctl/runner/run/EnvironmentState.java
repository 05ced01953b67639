package dev.envctl.runner.run;

import java.time.Instant;
import java.util.Optional;

/// What is known of an environment from the last run that looked at the commit of the default branch. In sync is not
/// healthy: the two are told apart. `driftSince` is set while the cloud differs from what was applied.
public record EnvironmentState(
        EnvironmentKey key,
        String owner,
        Sync sync,
        Health health,
        int resources,
        Optional<Instant> checked,
        Optional<Instant> converged,
        Optional<Instant> driftSince,
        Optional<Instant> driftChecked,
        Optional<Integer> driftIssue,
        Optional<Long> driftRun,
        boolean present) {

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

    public static EnvironmentState unknown(EnvironmentKey key) {
        return new EnvironmentState(
                key,
                "",
                Sync.UNKNOWN,
                Health.UNKNOWN,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                true);
    }

    public EnvironmentState observed(String name, Sync found, Health health, int count, Instant now) {
        boolean inSync = found == Sync.IN_SYNC;
        boolean drifted = found == Sync.DRIFTED || found == Sync.CONFLICT;
        return new EnvironmentState(
                key,
                name,
                found,
                health,
                count,
                Optional.of(now),
                inSync ? Optional.of(now) : converged,
                drifted ? driftSince.or(() -> Optional.of(now)) : Optional.empty(),
                driftChecked,
                driftIssue,
                driftRun,
                present);
    }

    public EnvironmentState checkedForDrift(long run, Instant now) {
        return new EnvironmentState(
                key,
                owner,
                sync,
                health,
                resources,
                checked,
                converged,
                driftSince,
                Optional.of(now),
                driftIssue,
                Optional.of(run),
                present);
    }

    public EnvironmentState withDriftIssue(int number) {
        return new EnvironmentState(
                key,
                owner,
                sync,
                health,
                resources,
                checked,
                converged,
                driftSince,
                driftChecked,
                Optional.of(number),
                driftRun,
                present);
    }

    /// Git moved and nothing was applied: merged without approval, or pushed past the pull requests.
    public EnvironmentState pending() {
        return new EnvironmentState(
                key,
                owner,
                Sync.PENDING,
                health,
                resources,
                checked,
                converged,
                driftSince,
                driftChecked,
                driftIssue,
                driftRun,
                present);
    }

    public EnvironmentState withPresent(boolean isPresent) {
        return new EnvironmentState(
                key,
                owner,
                sync,
                health,
                resources,
                checked,
                converged,
                driftSince,
                driftChecked,
                driftIssue,
                driftRun,
                isPresent);
    }
}
