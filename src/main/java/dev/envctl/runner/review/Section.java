package dev.envctl.runner.review;

import static dev.envctl.report.Markdown.code;

import dev.envctl.report.Markdown;
import dev.envctl.report.Words;
import dev.envctl.runner.review.Overview.Line;
import dev.envctl.runner.run.Run;
import dev.envctl.runner.run.RunResult;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What the comment says of one environment below the table: why nothing was applied, what an apply did, what is wrong
/// and where, and the plan as long as it is still to be applied.
record Section(String heading, Foldable body, String otherwise) {

    private static final int MOST_PROBLEMS = 20;
    private static final int LONGEST_LINE = 500;
    private static final int LONGEST_NAME = 100;

    static Section of(Overview overview, Line line) {
        String body = refusal(line) + apply(line) + older(overview, line) + plan(overview, line);
        String link = line.latest().map(overview::link).orElse(overview.publicUrl());
        return new Section(
                "#### " + code(Texts.cut(Words.printable(line.directory()), LONGEST_NAME)) + "\n\n",
                Foldable.parse(body),
                "Too long for a comment; [the run](" + link + ") has it in full.\n");
    }

    boolean isEmpty() {
        return body.isEmpty();
    }

    int essential() {
        return heading.length() + body.essential() + 1;
    }

    int whole() {
        return heading.length() + body.whole().length() + 1;
    }

    /// Nothing rather than a heading alone.
    String fit(int room) {
        String text = body.fit(room - heading.length() - 1, otherwise);
        return text.isEmpty() ? "" : heading + text + "\n";
    }

    private static String refusal(Line line) {
        return line.apply().isPresent()
                ? ""
                : line.refusal().map(refusal -> refusal.text() + "\n\n").orElse("");
    }

    private static String apply(Line line) {
        if (line.apply().filter(Run::isOver).isEmpty()) {
            return "";
        }
        String result = line.papers().result();
        return result.isEmpty() ? outcome(line.apply().get()) + again(line) : withoutTitle(result) + "\n";
    }

    /// A report of what was done says so itself.
    private static String again(Line line) {
        boolean isWorthATry = line.apply()
                .filter(run -> run.state() == Run.State.FAILED || run.state() == Run.State.CANCELLED)
                .isPresent();
        return isWorthATry
                ? "To try again, comment " + code("/envctl apply " + Words.printable(line.directory())) + ".\n\n"
                : "";
    }

    /// The digest of a plan that was made anew may be the one that was approved, and then that counts.
    private static String older(Overview overview, Line line) {
        if (line.older().isEmpty() || line.plan().isEmpty() || line.isApplied()) {
            return "";
        }
        Run old = line.older().get();
        Run now = line.plan().get();
        String link = "[run " + old.id() + "](" + overview.link(old) + ")";
        String what = "The branch that it goes into has moved to " + base(now) + ", so it "
                + (now.isOver() ? "was planned anew" : "is planned anew") + ": the plan of " + link + ", made on "
                + base(old) + ", counts no more";
        boolean isSame = now.state() == Run.State.SUCCEEDED && digest(old).equals(digest(now));
        return what + (isSame ? ", and the new one is the same.\n\n" : ".\n\n");
    }

    private static String base(Run run) {
        return code(Texts.shortCommit(run.revision().base().orElse("")));
    }

    private static Optional<String> digest(Run run) {
        return run.result().flatMap(RunResult::digest);
    }

    private static String plan(Overview overview, Line line) {
        if (line.plan().isEmpty() || !line.plan().get().isOver()) {
            return "";
        }
        Run run = line.plan().get();
        if (line.isApplied()) {
            return "Planned in [run " + run.id() + "](" + overview.link(run) + ").\n";
        }
        String paper = line.papers().plan();
        return run.state() == Run.State.SUCCEEDED && !paper.isEmpty() ? withoutTitle(paper) : outcome(run);
    }

    /// What a run without a paper has to say.
    private static String outcome(Run run) {
        String summary = run.result().map(RunResult::summary).orElse("");
        String first = summary.isEmpty() ? "" : Markdown.fenced("", line(summary)) + "\n";
        return run.state() == Run.State.SUPERSEDED ? "" : first + problems(run);
    }

    private static String problems(Run run) {
        List<RunResult.Annotation> found = run.result().map(RunResult::problems).orElse(List.of());
        if (found.isEmpty()) {
            return "";
        }
        String lines = found.stream()
                .limit(MOST_PROBLEMS)
                .map(problem -> line(problem.file() + ":" + problem.line() + ": "
                        + (problem.error() ? "error: " : "warning: ") + problem.title() + ": " + problem.message()))
                .collect(Collectors.joining("\n"));
        int more = found.size() - MOST_PROBLEMS;
        return Markdown.fenced("", lines + (more > 0 ? "\n… and " + Words.count(more, "more problem") : "")) + "\n";
    }

    private static String line(String text) {
        return Words.printable(Texts.cut(text, LONGEST_LINE));
    }

    /// Reports begin with a mark for scripts and a heading; both stand in the comment once already.
    private static String withoutTitle(String report) {
        return report.lines()
                        .dropWhile(line -> line.isBlank() || line.startsWith("<!--") || line.startsWith("### "))
                        .collect(Collectors.joining("\n"))
                + "\n";
    }
}
