package dev.envctl.runner.work;

import dev.envctl.apply.ApplyListener;
import dev.envctl.apply.Outcome;
import dev.envctl.plan.Plan;
import dev.envctl.plan.Step;
import dev.envctl.report.CriticalPath;
import dev.envctl.report.LineProgress;
import dev.envctl.report.Style;
import dev.envctl.report.Words;
import dev.envctl.runner.run.RunLog;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// An apply's progress in the run's log. A log that cannot be written any more (the run was taken over, the database is
/// gone) stops the apply between two steps, not in the middle of one; the reason is thrown when all has come to rest.
final class RunProgress implements ApplyListener {

    private static final long BETWEEN_SUMMARIES = Duration.ofSeconds(30).toNanos();

    private final RunLog log;
    private final LineProgress lines = new LineProgress(this::line);
    private final CriticalPath path;
    private final Cancellation cancellation;
    private Optional<RuntimeException> broken = Optional.empty();
    private long summarized = System.nanoTime();

    RunProgress(RunLog log, Plan plan, Function<Step, Duration> typical) {
        this.log = log;
        this.path = new CriticalPath(plan.steps(), typical);
        this.cancellation = new Cancellation(log::isCancelled);
    }

    boolean shallStop() {
        try {
            return broken.isPresent() || cancellation.getAsBoolean();
        } catch (RuntimeException gone) {
            broken = Optional.of(gone);
            return true;
        }
    }

    void throwIfBroken() {
        broken.ifPresent(reason -> {
            throw reason;
        });
    }

    @Override
    public void started(Step step) {
        lines.started(step);
    }

    @Override
    public void beat(List<Running> running) {
        lines.beat(running);
        List<Running> shown =
                running.stream().filter(each -> !each.step().quiet()).toList();
        if (!shown.isEmpty() && System.nanoTime() - summarized >= BETWEEN_SUMMARIES) {
            summarized = System.nanoTime();
            line(path.summary(shown, Style.TEXT));
        }
    }

    @Override
    public void finished(Outcome outcome) {
        cancellation.askAnew();
        path.ended(outcome.step().id());
        lines.finished(outcome);
        if (outcome instanceof Outcome.Failed failed) {
            line("error: " + Words.printable(failed.problem().detail()));
        }
    }

    private void line(String text) {
        if (broken.isPresent()) {
            return;
        }
        try {
            log.line(text);
        } catch (RuntimeException gone) {
            broken = Optional.of(gone);
        }
    }
}
