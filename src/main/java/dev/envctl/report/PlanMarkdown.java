package dev.envctl.report;

import dev.envctl.plan.Change;
import dev.envctl.plan.Plan;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A plan as a comment on a pull request: the summary first, what is destroyed in full, the rest folded away. Above the
/// size limit changes shrink to their headlines, those that destroy last; no destruction is ever left out.
public final class PlanMarkdown {

    /// The longest comment that GitHub takes.
    public static final int COMMENT_LIMIT = 65_536;

    private static final Pattern SYMBOL = Pattern.compile("^( *)(-/\\+|\\+/-|[-+~])( .*)$", Pattern.MULTILINE);

    private final int limit;

    public PlanMarkdown(int limit) {
        this.limit = limit;
    }

    public String render(Plan plan) {
        List<Change> changes = PlanText.shown(plan);
        List<Change> destructive =
                changes.stream().filter(change -> change.action().destroys()).toList();
        List<Change> others =
                changes.stream().filter(change -> !change.action().destroys()).toList();
        String head = head(plan);
        String foot = foot(plan);
        int room = limit - head.length() - foot.length();
        String losses = losses(destructive, room);
        return head + losses + others(others, room - losses.length()) + foot;
    }

    private static String head(Plan plan) {
        String owner = plan.target().owner();
        StringBuilder text =
                new StringBuilder("<!-- envctl:plan:" + owner.replaceAll("[^A-Za-z0-9._-]", "") + " -->\n");
        text.append("### Plan for ").append(Markdown.code(plan.target().environment()));
        text.append(" (").append(Markdown.code(plan.target().region())).append(")\n\n");
        text.append("**").append(PlanText.summary(plan)).append("**\n\n");
        if (!plan.complete()) {
            text.append("This plan is partial: it covers only what was selected.\n\n");
        }
        return text.toString();
    }

    private static String foot(Plan plan) {
        String warnings = plan.warnings().isEmpty()
                ? ""
                : Markdown.fenced("", new ProblemText(Style.TEXT).render(plan.warnings())) + "\n";
        return warnings + PlanText.statistics(plan, " · ") + "\n\n" + "Full digest: " + Markdown.code(plan.digest())
                + "\n";
    }

    private static String losses(List<Change> destructive, int room) {
        if (destructive.isEmpty()) {
            return "";
        }
        String title = "#### " + Words.count(destructive.size(), "object") + " will be destroyed\n\n";
        String blocks = Markdown.fenced("diff", blocks(destructive));
        if (title.length() + blocks.length() + 1 <= room) {
            return title + blocks + "\n";
        }
        return title + Markdown.fenced("diff", headlines(destructive)) + "\n";
    }

    private static String others(List<Change> others, int room) {
        if (others.isEmpty()) {
            return "";
        }
        String whole = folded(others.size(), blocks(others));
        if (whole.length() <= room) {
            return whole;
        }
        String headlines =
                folded(others.size(), headlines(others) + "\nToo long for a comment; the run has it in full.\n");
        return headlines.length() <= room ? headlines : shortened(others, room);
    }

    private static String shortened(List<Change> others, int room) {
        int kept = others.size();
        while (kept > 0) {
            kept /= 2;
            String more = "and " + (others.size() - kept) + " more; the run has them in full.\n";
            String text = folded(others.size(), headlines(others.subList(0, kept)) + more);
            if (text.length() <= room) {
                return text;
            }
        }
        return "";
    }

    private static String folded(int count, String content) {
        return Markdown.details(Words.count(count, "other change"), Markdown.fenced("diff", content)) + "\n";
    }

    private static String blocks(List<Change> changes) {
        ChangeText text = new ChangeText(Style.TEXT, false);
        return changes.stream().map(change -> diffColumn(text.block(change))).collect(Collectors.joining("\n"));
    }

    private static String headlines(List<Change> changes) {
        return changes.stream()
                .map(change -> diffColumn(change.action().symbol() + " " + ChangeText.headline(change) + "\n"))
                .collect(Collectors.joining());
    }

    /// A `diff` fence colours by the first character of a line, so the symbol moves there; `!` marks a change.
    static String diffColumn(String block) {
        return SYMBOL.matcher(block).replaceAll(found -> {
            String symbol = found.group(2);
            String first = symbol.equals("~") ? "!" : symbol;
            return Matcher.quoteReplacement(first + found.group(1) + found.group(3));
        });
    }
}
