package dev.envctl.report;

import dev.envctl.plan.Action;
import dev.envctl.plan.Change;
import dev.envctl.plan.Divergence;
import dev.envctl.plan.FieldChange;
import dev.envctl.plan.Plan;
import dev.envctl.value.Value;
import java.util.List;
import java.util.Optional;

/// A plan read as a report on who moved. What was last applied is known only as a hash, so its value can be told for a
/// field that moved on one side alone: it is then what the other side still has.
final class Drift {

    private Drift() {}

    static List<Change> of(Plan plan, Divergence divergence) {
        return plan.changes().stream()
                .filter(change -> of(change) == divergence)
                .toList();
    }

    /// What is missing or left over without a word from the ledger is something that git wants and nobody has
    /// applied yet.
    static Divergence of(Change change) {
        boolean moves = !change.isQuiet() && change.action() != Action.WAIT;
        return change.divergence() == Divergence.NONE && moves ? Divergence.PENDING : change.divergence();
    }

    static Optional<Value> lastApplied(Change change, FieldChange field) {
        Divergence moved = field.divergence() == Divergence.NONE ? of(change) : field.divergence();
        return switch (moved) {
            case DRIFT -> field.after();
            case PENDING -> field.before();
            case CONFLICT, NONE -> Optional.empty();
        };
    }

    static boolean isConflict(Change change, FieldChange field) {
        return (field.divergence() == Divergence.NONE ? of(change) : field.divergence()) == Divergence.CONFLICT;
    }

    static String summary(Plan plan) {
        int drifted = of(plan, Divergence.DRIFT).size();
        int pending = of(plan, Divergence.PENDING).size();
        int conflicts = of(plan, Divergence.CONFLICT).size();
        if (drifted + pending + conflicts == 0) {
            return plan.complete()
                    ? "No drift. The live objects match what was last applied."
                    : "No drift in what was selected.";
        }
        return "Drift: %d changed in the cloud, %d pending in git, %d in conflict."
                .formatted(drifted, pending, conflicts);
    }

    static String title(Divergence divergence) {
        return switch (divergence) {
            case DRIFT -> "Drift: changed in the cloud since the last apply";
            case PENDING -> "Pending: changed in git, not applied yet";
            case CONFLICT -> "Conflict: changed in the cloud and in git";
            case NONE -> "In sync";
        };
    }
}
