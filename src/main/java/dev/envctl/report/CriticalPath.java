package dev.envctl.report;

import dev.envctl.apply.ApplyListener;
import dev.envctl.plan.Step;
import dev.envctl.plan.StepId;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// How long the rest takes if nothing else stands in the way: the longest chain of steps that still wait for each
/// other, by how long each usually takes.
public final class CriticalPath {

    private final Map<StepId, Step> steps = new LinkedHashMap<>();
    private final Function<Step, Duration> typical;
    private final Set<StepId> ended = new HashSet<>();

    public CriticalPath(List<Step> steps, Function<Step, Duration> typical) {
        steps.forEach(step -> this.steps.put(step.id(), step));
        this.typical = typical;
    }

    public void ended(StepId step) {
        ended.add(step);
    }

    public int total() {
        return (int) steps.values().stream().filter(step -> !step.quiet()).count();
    }

    public int done() {
        return (int) steps.values().stream()
                .filter(step -> !step.quiet() && ended.contains(step.id()))
                .count();
    }

    /// `3 of 12 done · 2 running · about 4m left`.
    public String summary(List<ApplyListener.Running> running, Style style) {
        Duration left = left(running);
        return "%d of %d done%s%d running%s"
                .formatted(
                        done(),
                        total(),
                        style.separator(),
                        running.size(),
                        left.isPositive() ? style.separator() + "about " + Words.roughly(left) + " left" : "");
    }

    public Duration left(List<ApplyListener.Running> running) {
        Map<StepId, Duration> own = new HashMap<>();
        for (ApplyListener.Running each : running) {
            Duration left = each.typical().minus(each.elapsed());
            own.put(each.step().id(), left.isPositive() ? left : Duration.ZERO);
        }
        Map<StepId, Duration> finish = new HashMap<>();
        Duration longest = Duration.ZERO;
        for (StepId step : steps.keySet()) {
            Duration end = finish(step, own, finish);
            longest = end.compareTo(longest) > 0 ? end : longest;
        }
        return longest;
    }

    private Duration finish(StepId id, Map<StepId, Duration> own, Map<StepId, Duration> finish) {
        Duration known = finish.get(id);
        if (known != null) {
            return known;
        }
        Step step = steps.get(id);
        if (step == null || ended.contains(id)) {
            return Duration.ZERO;
        }
        Duration start = Duration.ZERO;
        for (StepId predecessor : step.predecessors()) {
            Duration before = finish(predecessor, own, finish);
            start = before.compareTo(start) > 0 ? before : start;
        }
        Duration end = start.plus(own.getOrDefault(id, typical.apply(step)));
        finish.put(id, end);
        return end;
    }
}
