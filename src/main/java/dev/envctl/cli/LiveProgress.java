package dev.envctl.cli;

import dev.envctl.apply.ApplyListener;
import dev.envctl.apply.Outcome;
import dev.envctl.plan.Step;
import dev.envctl.report.CriticalPath;
import dev.envctl.report.LineProgress;
import dev.envctl.report.Tense;
import dev.envctl.report.Words;
import java.util.ArrayList;
import java.util.List;

/// Progress on a terminal: what has ended scrolls by above, what is running stays below in a table that is drawn anew
/// with every beat.
final class LiveProgress implements ApplyListener {

    private static final int MOST_ROWS = 12;
    private static final String[] SPINNER = {"|", "/", "-", "\\"};

    private final Console console;
    private final CriticalPath path;
    private int drawn;
    private int turn;

    LiveProgress(Console console, CriticalPath path) {
        this.console = console;
        this.path = path;
    }

    @Override
    public void started(Step step) {
        if (!step.quiet()) {
            console.note(erased() + LineProgress.startLine(step) + "\n");
        }
    }

    @Override
    public void beat(List<Running> running) {
        List<String> lines = table(running);
        String text = erased() + String.join("", lines);
        drawn = lines.size();
        turn++;
        console.note(text);
    }

    @Override
    public void finished(Outcome outcome) {
        path.ended(outcome.step().id());
        LineProgress.endLine(outcome).ifPresent(line -> console.note(erased() + line + "\n"));
    }

    private List<String> table(List<Running> running) {
        List<Running> shown =
                running.stream().filter(each -> !each.step().quiet()).toList();
        List<String> lines = new ArrayList<>();
        if (shown.isEmpty()) {
            return lines;
        }
        lines.add(fit(SPINNER[turn % SPINNER.length] + " " + path.summary(shown, console.noteStyle())));
        shown.stream().limit(MOST_ROWS).forEach(each -> lines.add(row(each)));
        if (shown.size() > MOST_ROWS) {
            lines.add("    and " + (shown.size() - MOST_ROWS) + " more\n");
        }
        return lines;
    }

    private String row(Running each) {
        String doing = Tense.of(each.step()).ongoing();
        String state = each.state().isEmpty() ? "" : "  " + Words.printable(each.state());
        String left = LineProgress.left(each)
                .map(duration -> "  about " + Words.roughly(duration) + " left")
                .orElse("");
        return fit("    %-11s %s%s  %s%s"
                .formatted(doing, each.step().id().address(), state, Words.duration(each.elapsed()), left));
    }

    /// A line that wraps would be two to erase.
    private String fit(String line) {
        int room = Math.max(20, console.columns() - 1);
        return (line.length() <= room ? line : line.substring(0, room)) + "\n";
    }

    private String erased() {
        String code = drawn == 0 ? "" : "\u001b[" + drawn + "A\u001b[J";
        drawn = 0;
        return code;
    }
}
