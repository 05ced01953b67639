package dev.envctl.report;

import dev.envctl.plan.Change;
import dev.envctl.plan.Divergence;
import dev.envctl.plan.FieldChange;
import dev.envctl.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Only what differs, by who moved: drift reads from what was applied to what is live, pending from what is live to
/// what git wants, and a conflict has three columns.
public final class DriftText {

    private static final String NONE = "(none)";

    private final Style style;

    public DriftText(Style style) {
        this.style = style;
    }

    public String render(Plan plan) {
        List<String> parts = new ArrayList<>();
        parts.add(style.bold(plan.target().environment()) + style.separator()
                + plan.target().region() + "\n");
        for (Divergence divergence : List.of(Divergence.CONFLICT, Divergence.DRIFT, Divergence.PENDING)) {
            String section = section(plan, divergence);
            if (!section.isEmpty()) {
                parts.add(section);
            }
        }
        plan.warnings().forEach(warning -> parts.add(new ProblemText(style).render(warning)));
        parts.add(style.bold(Drift.summary(plan)) + "\n" + style.dim(PlanText.statistics(plan, style.separator()))
                + "\n");
        return String.join("\n", parts);
    }

    public static String summary(Plan plan) {
        return Drift.summary(plan);
    }

    String section(Plan plan, Divergence divergence) {
        List<Change> changes = Drift.of(plan, divergence);
        if (changes.isEmpty()) {
            return "";
        }
        String blocks = changes.stream()
                .map(change -> divergence == Divergence.CONFLICT ? columns(change) : block(change, divergence))
                .collect(Collectors.joining());
        return style.yellow(Drift.title(divergence)) + "\n\n" + blocks;
    }

    private String block(Change change, Divergence divergence) {
        DiffLines lines = new DiffLines(style);
        String id = change.id().map(text -> " [id=" + Words.id(text) + "]").orElse("");
        String symbol = divergence == Divergence.DRIFT ? "~" : change.action().symbol();
        lines.resource(
                ChangeText.painted(change.action(), symbol, style),
                symbol.length(),
                change.address() + id + whereabouts(change));
        ValueDiff diff = new ValueDiff(lines, false);
        int width = change.fields().stream()
                .mapToInt(field -> field.path().toString().length())
                .max()
                .orElse(0);
        for (FieldChange shown : change.fields()) {
            FieldChange field = Masking.of(shown);
            Sides sides = divergence == Divergence.DRIFT ? Sides.of(field).turned() : Sides.of(field);
            diff.between(1, label(field, width), sides, "");
        }
        return lines.toString();
    }

    /// Nothing remembers an object that is not there: who made it so cannot be told.
    private static String whereabouts(Change change) {
        return switch (change.action()) {
            case CREATE -> " (not in the cloud: not made yet, or deleted there)";
            case DELETE, FORGET -> change.deposed() ? "" : " (not in git any more)";
            case UPDATE, DELETE_THEN_CREATE, CREATE_THEN_DELETE, WAIT, NO_OP, READ -> "";
        };
    }

    private static String label(FieldChange field, int width) {
        String path = field.path().toString();
        return path + ":" + " ".repeat(1 + width - path.length());
    }

    private String columns(Change change) {
        Table table = new Table("field", "last applied", "live", "git");
        for (FieldChange shown : change.fields()) {
            FieldChange field = Masking.of(shown);
            table.row(
                    field.path().toString(),
                    lastApplied(change, field),
                    field.before().map(ValueText::brief).orElse(NONE),
                    field.after().map(ValueText::brief).orElse(NONE));
        }
        String id = change.id().map(text -> " [id=" + Words.id(text) + "]").orElse("");
        return "  " + style.yellow("~") + " " + change.address() + id + "\n" + table.render("      ", style) + "\n";
    }

    private static String lastApplied(Change change, FieldChange field) {
        return Drift.isConflict(change, field)
                ? "(neither)"
                : Drift.lastApplied(change, field).map(ValueText::brief).orElse(NONE);
    }
}
