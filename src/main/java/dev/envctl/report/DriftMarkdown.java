package dev.envctl.report;

import dev.envctl.plan.Change;
import dev.envctl.plan.Divergence;
import dev.envctl.plan.Plan;
import java.util.List;

/// Drift as the text of an issue.
public final class DriftMarkdown {

    private final int limit;

    public DriftMarkdown(int limit) {
        this.limit = limit;
    }

    public String render(Plan plan) {
        StringBuilder text = new StringBuilder();
        text.append("### Drift of ")
                .append(Markdown.code(plan.target().environment()))
                .append("\n\n");
        text.append("**").append(Drift.summary(plan)).append("**\n\n");
        for (Divergence divergence : List.of(Divergence.CONFLICT, Divergence.DRIFT, Divergence.PENDING)) {
            List<Change> changes = Drift.of(plan, divergence);
            if (!changes.isEmpty()) {
                text.append(section(plan, divergence, limit - text.length()));
            }
        }
        return text.append(PlanText.statistics(plan, " · ")).append('\n').toString();
    }

    private static String section(Plan plan, Divergence divergence, int room) {
        String whole =
                Markdown.fenced("diff", PlanMarkdown.diffColumn(new DriftText(Style.TEXT).section(plan, divergence)))
                        + "\n";
        if (whole.length() + 500 <= room) {
            return whole;
        }
        return Drift.title(divergence) + ": "
                + Words.count(Drift.of(plan, divergence).size(), "object")
                + "; too long for a comment, the run has it in full.\n\n";
    }
}
