package dev.envctl.report;

import dev.envctl.problem.Problem;
import dev.envctl.problem.Severity;
import dev.envctl.problem.Source;
import java.util.List;
import java.util.stream.Collectors;

/// Problems for a person: what and where, the line as it stands in the file, a caret, and what to do.
public final class ProblemText {

    private static final int MOST_SHOWN = 20;
    private static final int LONGEST_LINE = 160;

    private final Style style;

    public ProblemText(Style style) {
        this.style = style;
    }

    /// Errors first; each separated from the next by an empty line.
    public String render(List<Problem> problems) {
        List<Problem> sorted = problems.stream()
                .distinct()
                .sorted((one, other) -> one.severity().compareTo(other.severity()))
                .toList();
        String shown = sorted.stream().limit(MOST_SHOWN).map(this::render).collect(Collectors.joining("\n"));
        int more = sorted.size() - MOST_SHOWN;
        return more > 0 ? shown + "\nand " + more + " more\n" : shown;
    }

    public String render(Problem problem) {
        return headline(problem)
                + problem.source().map(source -> excerpt(problem, source)).orElseGet(() -> bare(problem));
    }

    private String headline(Problem problem) {
        String word = problem.severity() == Severity.ERROR ? style.red("error:") : style.yellow("warning:");
        return word + " " + style.bold(problem.summary()) + " ["
                + problem.code().id() + "]\n";
    }

    private static String bare(Problem problem) {
        String hint = problem.hint().map(text -> indented(text, "  ")).orElse("");
        return indented(problem.detail(), "  ") + hint;
    }

    private String excerpt(Problem problem, Source source) {
        Window window = Window.around(source);
        String number = Integer.toString(source.line());
        String gutter = " ".repeat(number.length() + 1) + style.cyan(" |");
        String pointer = " ".repeat(window.column() - 1);
        String caret = "^".repeat(window.width());
        List<String> detail = problem.detail().lines().map(Words::printable).toList();
        StringBuilder text = new StringBuilder();
        text.append(" ".repeat(number.length() + 1))
                .append(style.cyan("-->"))
                .append(' ')
                .append(location(source))
                .append('\n');
        text.append(gutter).append('\n');
        text.append(' ')
                .append(style.cyan(number + " |"))
                .append(' ')
                .append(window.text())
                .append('\n');
        text.append(gutter).append(' ').append(pointer).append(paint(problem, caret));
        text.append(detail.isEmpty() ? "" : " " + detail.getFirst()).append('\n');
        String below = gutter + " " + pointer + " ".repeat(caret.length() + 1);
        detail.stream().skip(1).forEach(line -> text.append(below).append(line).append('\n'));
        problem.hint().ifPresent(hint -> text.append(hint(hint, number)));
        return text.toString();
    }

    private String hint(String hint, String number) {
        String margin = " ".repeat(number.length() + 1);
        return margin + style.cyan(" =") + " " + indented(hint, margin + "   ").stripLeading();
    }

    private String paint(Problem problem, String caret) {
        return problem.severity() == Severity.ERROR ? style.red(caret) : style.yellow(caret);
    }

    private static String location(Source source) {
        return Words.printable(source.location());
    }

    private static String indented(String text, String margin) {
        return text.lines()
                .map(line -> (margin + Words.printable(line)).stripTrailing() + "\n")
                .collect(Collectors.joining());
    }

    /// The part of a line that is shown: all of it, or what surrounds the range when the line is very long.
    private record Window(String text, int column, int width) {

        static Window around(Source source) {
            String line = source.text().replace("\t", " ");
            int start = source.column() <= LONGEST_LINE / 2
                    ? 0
                    : Math.min(source.column() - LONGEST_LINE / 2, line.length());
            if (line.length() <= LONGEST_LINE) {
                start = 0;
            }
            String shown = line.substring(start, Math.min(line.length(), start + LONGEST_LINE));
            int column = source.column() - start;
            int width = Math.max(1, Math.min(source.width(), shown.length() - column + 1));
            return new Window(oneColumnEach(shown), column, width);
        }

        /// A control character is shown as one character, so that the caret stays where it belongs.
        private static String oneColumnEach(String text) {
            StringBuilder shown = new StringBuilder();
            text.chars()
                    .forEach(character -> shown.append(
                            Words.printable("" + (char) character).length() == 1 ? (char) character : '?'));
            return shown.toString();
        }
    }
}
