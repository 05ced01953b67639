package dev.envctl.report;

import dev.envctl.apply.ApplyResult;
import dev.envctl.apply.Outcome;
import dev.envctl.problem.Problem;
import java.util.List;
import java.util.stream.Collectors;

/// What an apply did, as a comment: the outcome first, problems in full, the steps folded away.
public final class ApplyMarkdown {

    private static final int ROOM_FOR_PROBLEMS = 20_000;

    private final int limit;

    public ApplyMarkdown(int limit) {
        this.limit = limit;
    }

    public String render(ApplyResult result, String command) {
        StringBuilder text = new StringBuilder();
        text.append("### Apply for ")
                .append(Markdown.code(result.plan().target().environment()))
                .append("\n\n");
        text.append("**").append(ApplyText.summary(result)).append("**\n\n");
        List<Problem> problems = ApplyText.problems(result);
        if (!problems.isEmpty()) {
            String problemText = new ProblemText(Style.TEXT).render(problems);
            text.append(Markdown.fenced("", cut(problemText, Math.min(ROOM_FOR_PROBLEMS, limit / 2))))
                    .append('\n');
        }
        if (!result.isComplete()) {
            text.append(ApplyText.continuation(command))
                    .append("\n\n")
                    .append(Markdown.fenced("", command))
                    .append('\n');
        }
        String steps = steps(result.outcomes());
        return text + (text.length() + steps.length() <= limit ? steps : "");
    }

    private static String steps(List<Outcome> outcomes) {
        List<Outcome> shown = outcomes.stream().filter(ApplyText::isShown).toList();
        if (shown.isEmpty()) {
            return "";
        }
        String lines = shown.stream().map(ApplyMarkdown::line).collect(Collectors.joining());
        return Markdown.details(Words.count(shown.size(), "step"), Markdown.fenced("diff", lines));
    }

    private static String line(Outcome outcome) {
        String symbol = outcome instanceof Outcome.Done
                ? Tense.symbol(outcome.step().id().verb())
                : "!";
        return (symbol.equals("~") ? "!" : symbol) + " " + outcome.step().id().address() + " ("
                + ApplyText.word(outcome) + ")\n";
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length) + "\n(cut; the run has it in full)\n";
    }
}
