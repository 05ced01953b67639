package dev.envctl.runner.web;

import dev.envctl.lease.LeaseRecord;
import dev.envctl.runner.run.EnvironmentKey;
import dev.envctl.runner.run.Run;
import java.util.List;
import java.util.Optional;

/// What people can have done by the page and the API. Who may is decided before; the page writes the audit log.
public interface Actions {

    sealed interface Start {
        record Queued(Run run) implements Start {}

        /// `why` is a sentence for whoever asked.
        record Refused(String why) implements Start {}
    }

    record HeldLease(EnvironmentKey environment, LeaseRecord record) {}

    /// Queues a plan or a drift check of an environment at the head of the default branch.
    Start start(EnvironmentKey environment, Run.Kind kind, Run.Cause cause);

    /// False when the run was over already.
    boolean cancel(long run, String actor);

    /// Takes the lease from whoever holds it, and says who that was; empty when nobody did.
    Optional<LeaseRecord> unlock(EnvironmentKey environment, String actor);

    /// Asked at every look at some pages: may be a few seconds old, and must not take long.
    List<HeldLease> leases();
}
