package dev.envctl.runner.work;

import dev.envctl.plan.Plan;
import dev.envctl.report.Standing;
import dev.envctl.runner.run.EnvironmentState;
import dev.envctl.runner.run.EnvironmentState.Health;
import dev.envctl.runner.run.EnvironmentState.Sync;
import dev.envctl.runner.run.Environments;
import dev.envctl.runner.run.Run;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/// What runs at the default branch's commits find out about their environments. Plans of pull requests say what would
/// be, and teach nothing here.
final class Findings {

    private static final Duration HISTORY = Duration.ofDays(90);

    private final Environments environments;
    private final Clock clock;

    Findings(Environments environments, Clock clock) {
        this.environments = environments;
        this.clock = clock;
    }

    void note(Job job, Plan plan) {
        if (job.isMerged()) {
            environments.change(job.run().environment(), state -> noted(state, job, plan));
        }
    }

    /// When the environment was last seen as it should be. CloudTrail looks back no further than ninety days.
    Instant lastInSync(Job job) {
        return environments
                .find(job.run().environment())
                .flatMap(EnvironmentState::converged)
                .orElseGet(() -> clock.instant().minus(HISTORY));
    }

    private EnvironmentState noted(EnvironmentState state, Job job, Plan plan) {
        Instant now = clock.instant();
        Standing standing = Standing.of(plan);
        EnvironmentState observed = state.observed(
                        plan.target().owner(),
                        sync(standing),
                        standing.unhealthy() > 0 ? Health.DEGRADED : Health.HEALTHY,
                        plan.statistics().resources(),
                        now)
                .withPresent(true);
        return job.run().kind() == Run.Kind.DRIFT
                ? observed.checkedForDrift(job.run().id(), now)
                : observed;
    }

    private static Sync sync(Standing standing) {
        if (standing.conflicting() > 0) {
            return Sync.CONFLICT;
        }
        if (standing.drifted() > 0) {
            return Sync.DRIFTED;
        }
        return standing.pending() > 0 ? Sync.PENDING : Sync.IN_SYNC;
    }
}
