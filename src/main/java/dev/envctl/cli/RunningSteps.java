package dev.envctl.cli;

import dev.envctl.apply.ApplyListener;
import dev.envctl.apply.Outcome;
import dev.envctl.plan.Plan;
import dev.envctl.plan.Step;
import dev.envctl.plan.StepId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// Passes progress on and remembers what is running, for the thread that hears a Ctrl-C. Any thread may ask.
final class RunningSteps implements ApplyListener {

    private final ApplyListener next;
    private final SequencedMap<StepId, Running> running = new LinkedHashMap<>();
    private int waiting;

    RunningSteps(Plan plan, ApplyListener next) {
        this.next = next;
        this.waiting = plan.steps().size();
    }

    synchronized List<Running> now() {
        return new ArrayList<>(running.sequencedValues());
    }

    synchronized int notStarted() {
        return waiting;
    }

    @Override
    public void started(Step step) {
        synchronized (this) {
            waiting--;
            running.put(step.id(), new Running(step, "", "", Duration.ZERO, Duration.ZERO));
        }
        next.started(step);
    }

    @Override
    public void beat(List<Running> beating) {
        synchronized (this) {
            beating.forEach(each -> running.replace(each.step().id(), each));
        }
        next.beat(beating);
    }

    @Override
    public void finished(Outcome outcome) {
        synchronized (this) {
            if (running.remove(outcome.step().id()) == null) {
                waiting--;
            }
        }
        next.finished(outcome);
    }
}
