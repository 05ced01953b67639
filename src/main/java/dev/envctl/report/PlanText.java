package dev.envctl.report;

import dev.envctl.plan.Action;
import dev.envctl.plan.Change;
import dev.envctl.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A plan for a person: what will happen to each resource and why, what will be lost, and the summary in the words that
/// Terraform uses and scripts look for.
public final class PlanText {

    private final Style style;
    private final boolean full;

    public PlanText(Style style, boolean full) {
        this.style = style;
        this.full = full;
    }

    public String render(Plan plan) {
        List<String> parts = new ArrayList<>();
        parts.add(title(plan));
        if (!plan.isEmpty()) {
            parts.add(legend(plan));
            parts.add("envctl will perform the following actions:\n");
            ChangeText text = new ChangeText(style, full);
            shown(plan).forEach(change -> parts.add(text.block(change)));
        }
        plan.warnings().forEach(warning -> parts.add(new ProblemText(style).render(warning)));
        losses(plan).ifPresent(line -> parts.add(style.red(line) + "\n"));
        parts.add(style.bold(summary(plan)) + "\n" + style.dim(statistics(plan)) + "\n");
        return String.join("\n", parts);
    }

    static List<Change> shown(Plan plan) {
        return plan.changes().stream().filter(change -> !change.isQuiet()).toList();
    }

    private String title(Plan plan) {
        String account = plan.target().accountId().map(id -> "account " + id).orElse("sandbox");
        return style.bold(plan.target().environment())
                + style.separator()
                + plan.target().region()
                + style.separator()
                + account
                + "\n";
    }

    private String legend(Plan plan) {
        String symbols = shown(plan).stream()
                .map(Change::action)
                .filter(action -> action != Action.NO_OP)
                .distinct()
                .sorted()
                .map(action -> "%s%s %s\n"
                        .formatted(
                                " ".repeat(3 - action.symbol().length()),
                                ChangeText.painted(action, action.symbol(), style),
                                meaning(action)))
                .collect(Collectors.joining());
        return symbols.isEmpty() ? "" : "Resource actions are indicated with the following symbols:\n" + symbols;
    }

    private static String meaning(Action action) {
        return switch (action) {
            case CREATE -> "create";
            case UPDATE -> "update in-place";
            case DELETE_THEN_CREATE -> "destroy and then create replacement";
            case CREATE_THEN_DELETE -> "create replacement and then destroy";
            case DELETE -> "destroy";
            case READ -> "read";
            case FORGET -> "give up, without destroying";
            case WAIT -> "wait for what an earlier run began";
            case NO_OP -> "";
        };
    }

    static Optional<String> losses(Plan plan) {
        List<Change> lost = plan.changes().stream()
                .filter(change -> change.action().destroys())
                .toList();
        if (lost.isEmpty()) {
            return Optional.empty();
        }
        String addresses = lost.stream().map(PlanText::lostName).collect(Collectors.joining(", "));
        return Optional.of(Words.count(lost.size(), "object") + " will be destroyed: " + addresses);
    }

    private static String lostName(Change change) {
        return change.address() + (change.action().isReplacement() ? " (replaced)" : "");
    }

    /// Terraform's words to the letter.
    public static String summary(Plan plan) {
        if (plan.isEmpty()) {
            return plan.complete() ? noChanges(plan) : "No changes. The selected resources match the configuration.";
        }
        Plan.Summary counts = plan.summary();
        return "Plan: "
                + (counts.toImport() > 0 ? counts.toImport() + " to import, " : "")
                + "%d to add, %d to change, %d to destroy"
                        .formatted(counts.toAdd(), counts.toChange(), counts.toDestroy())
                + (counts.toForget() > 0 ? ", " + counts.toForget() + " to forget" : "")
                + ".";
    }

    private static String noChanges(Plan plan) {
        return switch (plan.mode()) {
            case APPLY -> "No changes. Your infrastructure matches the configuration.";
            case DESTROY -> "No changes. No objects need to be destroyed.";
        };
    }

    private String statistics(Plan plan) {
        return statistics(plan, style.separator());
    }

    static String statistics(Plan plan, String separator) {
        return String.join(
                separator,
                Words.count(plan.statistics().resources(), "resource"),
                Words.count(plan.statistics().apiCalls(), "API call"),
                Words.seconds(plan.statistics().milliseconds()),
                "digest " + Words.shortDigest(plan.digest()));
    }
}
