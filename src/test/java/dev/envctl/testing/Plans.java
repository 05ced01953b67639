package dev.envctl.testing;

import dev.envctl.plan.Change;
import dev.envctl.plan.Plan;
import dev.envctl.plan.Reason;
import dev.envctl.plan.Step;
import java.util.stream.Collectors;

/// Plans as text that can be read by eye.
public final class Plans {

    private Plans() {}

    /// `-/+ Solo/b [drift] (fixed changes: it is fixed)`, one change a line, quiet ones left out.
    public static String changes(Plan plan) {
        return plan.changes().stream()
                .filter(change -> !change.isQuiet())
                .map(Plans::line)
                .collect(Collectors.joining("\n"));
    }

    /// `create Solo/b#2 <- delete Solo/b#1`, one step a line.
    public static String steps(Plan plan) {
        return plan.steps().stream().map(Plans::line).collect(Collectors.joining("\n"));
    }

    private static String line(Change change) {
        String divergence = switch (change.divergence()) {
            case NONE -> "";
            case DRIFT -> " [drift]";
            case PENDING -> " [pending]";
            case CONFLICT -> " [conflict]";
        };
        String reasons = change.reasons().stream().map(Reason::text).collect(Collectors.joining("; "));
        return (change.importing() ? "import " : "")
                + change.action().symbol().strip()
                + (change.action().symbol().isBlank() ? "" : " ")
                + change.address()
                + (change.deposed() ? " (deposed)" : "")
                + change.previousAddress().map(address -> " was " + address).orElse("")
                + divergence
                + (reasons.isEmpty() ? "" : " (" + reasons + ")");
    }

    private static String line(Step step) {
        String before = step.predecessors().stream().map(Object::toString).collect(Collectors.joining(", "));
        return step.id() + (before.isEmpty() ? "" : " <- " + before);
    }
}
