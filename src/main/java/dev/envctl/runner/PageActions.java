package dev.envctl.runner;

import dev.envctl.lease.LeaseRecord;
import dev.envctl.problem.ProblemException;
import dev.envctl.runner.queue.Queue;
import dev.envctl.runner.run.EnvironmentKey;
import dev.envctl.runner.run.NewRun;
import dev.envctl.runner.run.Run;
import dev.envctl.runner.run.Run.State;
import dev.envctl.runner.run.Runs;
import dev.envctl.runner.web.Actions;
import dev.envctl.runner.work.Repositories;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// What people ask for on the page and programs by the API. A run begins at the head of the default branch.
record PageActions(Rulebook rules, Repositories repositories, Runs runs, Queue queue, LeaseBook leaseBook)
        implements Actions {

    @Override
    public Start start(EnvironmentKey environment, Run.Kind kind, Run.Cause cause) {
        if (kind == Run.Kind.APPLY) {
            return new Start.Refused("An apply begins with an approved plan, in a pull request.");
        }
        if (rules.rule(environment).isEmpty()) {
            return new Start.Refused("No rule of the settings covers " + environment + ".");
        }
        Optional<Run> waiting = runs
                .list(Runs.Filter.latest(1).of(environment).of(kind).in(State.QUEUED))
                .stream()
                .findFirst();
        return waiting.<Start>map(run -> new Start.Refused("Run " + run.id() + " already waits to do the same."))
                .orElseGet(() -> enqueue(environment, kind, cause));
    }

    private Start enqueue(EnvironmentKey environment, Run.Kind kind, Run.Cause cause) {
        try {
            return rules.repository(environment)
                    .map(repositories::head)
                    .flatMap(head -> queue.enqueue(new NewRun(
                            environment,
                            kind,
                            cause,
                            new Run.Revision(head, Optional.empty()),
                            Optional.empty(),
                            "asked:" + UUID.randomUUID())))
                    .<Start>map(Start.Queued::new)
                    .orElseGet(() -> new Start.Refused("The run was queued by somebody else at the same moment."));
        } catch (ProblemException unreachable) {
            return new Start.Refused(unreachable.problems().getFirst().detail());
        }
    }

    @Override
    public boolean cancel(long run, String actor) {
        return runs.cancel(run, actor);
    }

    @Override
    public Optional<LeaseRecord> unlock(EnvironmentKey environment, String actor) {
        return leaseBook.end(environment);
    }

    @Override
    public List<HeldLease> leases() {
        return leaseBook.held();
    }
}
