package dev.envctl.cli;

import dev.envctl.apply.ApplyListener;
import dev.envctl.apply.Outcome;
import dev.envctl.plan.Step;
import dev.envctl.plan.StepId;
import dev.envctl.report.EventStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Progress as events: one every ten seconds for each step that is running.
final class EventProgress implements ApplyListener {

    private static final long SECONDS = 10;

    private final EventStream stream;
    private final Consumer<String> lines;
    private final Map<StepId, Long> told = new HashMap<>();

    EventProgress(EventStream stream, Consumer<String> lines) {
        this.stream = stream;
        this.lines = lines;
    }

    @Override
    public void started(Step step) {
        if (!step.quiet()) {
            lines.accept(stream.started(step));
        }
    }

    @Override
    public void beat(List<Running> running) {
        for (Running each : running) {
            long tens = each.elapsed().toSeconds() / SECONDS;
            if (!each.step().quiet() && tens > told.getOrDefault(each.step().id(), 0L)) {
                told.put(each.step().id(), tens);
                lines.accept(stream.progress(each));
            }
        }
    }

    @Override
    public void finished(Outcome outcome) {
        switch (outcome) {
            case Outcome.Done done when done.step().quiet() -> {}
            case Outcome.Done done -> lines.accept(stream.finished(done));
            case Outcome.Failed failed -> lines.accept(stream.failed(failed));
            case Outcome.Skipped _, Outcome.NotStarted _ -> {}
        }
    }
}
