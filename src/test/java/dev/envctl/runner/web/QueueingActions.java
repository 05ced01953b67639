package dev.envctl.runner.web;

import dev.envctl.lease.LeaseRecord;
import dev.envctl.runner.run.EnvironmentKey;
import dev.envctl.runner.run.NewRun;
import dev.envctl.runner.run.Run;
import dev.envctl.runner.run.Runs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Puts runs into the store, where nobody works on them but the test.
final class QueueingActions implements Actions {

    private final Runs runs;
    final List<HeldLease> held = new ArrayList<>();
    Optional<String> refusal = Optional.empty();

    QueueingActions(Runs runs) {
        this.runs = runs;
    }

    @Override
    public Start start(EnvironmentKey environment, Run.Kind kind, Run.Cause cause) {
        if (refusal.isPresent()) {
            return new Start.Refused(refusal.orElseThrow());
        }
        var revision = new Run.Revision("0123456789abcdef0123456789abcdef01234567", Optional.empty());
        String once = UUID.randomUUID().toString();
        return new Start.Queued(runs.enqueue(new NewRun(environment, kind, cause, revision, Optional.empty(), once))
                .orElseThrow());
    }

    @Override
    public boolean cancel(long run, String actor) {
        return runs.cancel(run, actor);
    }

    @Override
    public Optional<LeaseRecord> unlock(EnvironmentKey environment, String actor) {
        Optional<HeldLease> lease = held.stream()
                .filter(one -> one.environment().equals(environment))
                .findFirst();
        lease.ifPresent(held::remove);
        return lease.map(HeldLease::record);
    }

    @Override
    public List<HeldLease> leases() {
        return List.copyOf(held);
    }
}
