package dev.envctl.report;

import dev.envctl.apply.ApplyListener;
import dev.envctl.apply.Outcome;
import dev.envctl.plan.Step;
import dev.envctl.plan.StepId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Progress as plain lines, for logs of a terminal or a run. A step that takes long is heard of after ten seconds, then
/// ever more rarely.
public final class LineProgress implements ApplyListener {

    private static final Duration FIRST_BEAT = Duration.ofSeconds(10);

    private final Consumer<String> lines;
    private final Map<StepId, Duration> nextBeat = new HashMap<>();

    /// Hands over one line at a time, without its end.
    public LineProgress(Consumer<String> lines) {
        this.lines = lines;
    }

    @Override
    public void started(Step step) {
        if (!step.quiet()) {
            lines.accept(startLine(step));
        }
    }

    @Override
    public void beat(List<Running> running) {
        for (Running each : running) {
            Duration due = nextBeat.getOrDefault(each.step().id(), FIRST_BEAT);
            if (!each.step().quiet() && each.elapsed().compareTo(due) >= 0) {
                lines.accept(beatLine(each));
                nextBeat.put(each.step().id(), after(each.elapsed()));
            }
        }
    }

    @Override
    public void finished(Outcome outcome) {
        endLine(outcome).ifPresent(lines);
    }

    /// The next beat that is not over yet, seen from `elapsed`.
    private static Duration after(Duration elapsed) {
        long seconds = elapsed.toSeconds();
        long step = seconds < 60 ? 10 : seconds < 300 ? 30 : 60;
        return Duration.ofSeconds((seconds / step + 1) * step);
    }

    public static String startLine(Step step) {
        return step.id().address() + ": " + Tense.of(step).ongoing() + "...";
    }

    static String beatLine(Running running) {
        List<String> details = new ArrayList<>();
        if (!running.id().isEmpty()) {
            details.add("id=" + Words.id(running.id()));
        }
        if (!running.state().isEmpty()) {
            details.add("state " + Words.printable(running.state()));
        }
        details.add(Words.duration(running.elapsed()) + " elapsed");
        left(running).ifPresent(left -> details.add("about " + Words.roughly(left) + " left"));
        String ongoing = Tense.of(running.step()).ongoing().toLowerCase(Locale.ROOT);
        return running.step().id().address() + ": Still " + ongoing + "... [" + String.join(", ", details) + "]";
    }

    /// Nothing is said of a step that has taken longer than usual.
    public static Optional<Duration> left(Running running) {
        Duration left = running.typical().minus(running.elapsed());
        return left.isPositive() ? Optional.of(left) : Optional.empty();
    }

    /// Empty for what a reader has not heard of before.
    public static Optional<String> endLine(Outcome outcome) {
        StepId id = outcome.step().id();
        String noun = Tense.of(outcome.step()).noun();
        return switch (outcome) {
            case Outcome.Done done when done.step().quiet() -> Optional.empty();
            case Outcome.Done done ->
                Optional.of(id.address() + ": " + noun + " complete after " + Words.duration(done.elapsed())
                        + done.objectId()
                                .map(object -> " [id=" + Words.id(object) + "]")
                                .orElse(""));
            case Outcome.Failed failed ->
                Optional.of(id.address() + ": " + noun + " errored after " + Words.duration(failed.elapsed()));
            case Outcome.Skipped _, Outcome.NotStarted _ -> Optional.empty();
        };
    }
}
