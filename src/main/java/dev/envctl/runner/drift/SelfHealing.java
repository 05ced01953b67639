package dev.envctl.runner.drift;

import dev.envctl.runner.run.AuditLog;
import dev.envctl.runner.run.NewRun;
import dev.envctl.runner.run.Run;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/// Queues the very plan that a drift run made to be applied, where the environment's rule wants that: only drift,
/// nothing that conflicts or is pending, nothing destroyed. Once per finding: what drifts on after it was healed is
/// left to people, what drifts again after it was gone is another finding.
public final class SelfHealing {

    private static final String ACTOR = "envctl";

    private final Function<NewRun, Optional<Run>> enqueue;
    private final AuditLog audit;

    public SelfHealing(Function<NewRun, Optional<Run>> enqueue, AuditLog audit) {
        this.enqueue = enqueue;
        this.audit = audit;
    }

    void consider(Finding finding, Instant since, boolean isOn) {
        if (isOn && finding.isHealable()) {
            enqueue.apply(run(finding, since))
                    .ifPresent(run -> audit.add(
                            ACTOR,
                            "self-heal",
                            run.environment().toString(),
                            "run %d found drift; run %d applies digest %s"
                                    .formatted(
                                            finding.run().id(),
                                            run.id(),
                                            run.expectedDigest().orElse(""))));
        }
    }

    private static NewRun run(Finding finding, Instant since) {
        Run found = finding.run();
        return new NewRun(
                found.environment(),
                Run.Kind.APPLY,
                new Run.Cause(Run.Trigger.SELF_HEAL, ACTOR, Optional.empty()),
                new Run.Revision(found.revision().head(), Optional.empty()),
                finding.result().digest(),
                "heal:%s@%s:%s"
                        .formatted(
                                found.environment().text(),
                                since,
                                finding.result().digest().orElse("")));
    }
}
