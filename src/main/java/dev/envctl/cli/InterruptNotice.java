package dev.envctl.cli;

import dev.envctl.apply.ApplyListener;
import dev.envctl.report.Tense;
import dev.envctl.report.Words;
import java.util.List;
import java.util.Locale;

/// What is said at the first and at the second Ctrl-C.
final class InterruptNotice {

    private final Console console;
    private final RunningSteps running;
    private final String command;

    InterruptNotice(Console console, RunningSteps running, String command) {
        this.console = console;
        this.running = running;
        this.command = command;
    }

    void first() {
        List<ApplyListener.Running> now = running.now();
        StringBuilder text = new StringBuilder("\nInterrupt received. ");
        text.append(Words.count(running.notStarted(), "step")).append(" will not start; ");
        text.append(
                now.isEmpty()
                        ? "nothing is running.\n"
                        : Words.count(now.size(), "running step") + " will be finished:\n");
        now.forEach(each -> text.append("  ").append(line(each)).append('\n'));
        text.append("\nPress Ctrl-C again to stop at once. To continue later, run:\n\n    ")
                .append(command)
                .append("\n\n");
        console.note(text.toString());
    }

    void second() {
        StringBuilder text = new StringBuilder("\nStopped at once.");
        List<ApplyListener.Running> now = running.now();
        if (!now.isEmpty()) {
            text.append(" These were left half-done, and the next run takes them up:\n");
            now.forEach(each -> text.append("  ").append(line(each)).append('\n'));
        }
        text.append("\nTo continue, run:\n\n    ").append(command).append("\n\n");
        console.note(text.toString());
    }

    private static String line(ApplyListener.Running each) {
        String doing = Tense.of(each.step()).ongoing().toLowerCase(Locale.ROOT);
        return each.step().id().address() + " (" + doing + ", " + Words.duration(each.elapsed()) + ")";
    }
}
