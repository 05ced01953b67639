package dev.envctl.runner.queue;

import dev.envctl.runner.run.EnvironmentKey;
import dev.envctl.runner.run.LogContext;
import dev.envctl.runner.run.Run;
import dev.envctl.runner.run.Run.State;
import dev.envctl.runner.run.RunWork;
import dev.envctl.runner.run.RunWork.Ending;
import dev.envctl.runner.run.Runs;
import dev.envctl.runner.run.SupersededException;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One run from its beginning to its end. Its callers see to it that nobody else works on the same environment; when
/// one of them is wrong about that, because it was taken for dead, `Runs` refuses what it writes.
final class RunWorker {

    private static final Logger log = LoggerFactory.getLogger(RunWorker.class);

    /// So many processes may die in the middle of a run until it is the run's fault.
    static final int MOST_DEATHS = 5;

    private final Runs runs;
    private final String replica;
    private final RunWork work;
    private final Closing closing;
    private final Consumer<Run> changed;

    /// `changed` is told each time a run's state is another one.
    RunWorker(Runs runs, String replica, RunWork work, Closing closing, Consumer<Run> changed) {
        this.runs = runs;
        this.replica = replica;
        this.work = work;
        this.closing = closing;
        this.changed = changed;
    }

    /// Works on the next run of an environment. False when it has none.
    boolean workOn(EnvironmentKey environment) {
        Optional<Run> begun = runs.begin(environment, replica);
        begun.ifPresent(this::work);
        return begun.isPresent();
    }

    private void work(Run run) {
        try (var _ = LogContext.of(run)) {
            log.info("run {} begins: {} of {}, attempt {}", run.id(), run.kind(), run.environment(), run.attempt());
            changed.accept(run);
            settle(run, perform(run));
            changed.accept(run);
        } catch (SupersededException superseded) {
            log.warn("{}; this one stopped", superseded.getMessage());
        }
    }

    private Ending perform(Run run) {
        if (run.cancelRequested()) {
            return Endings.cancelled();
        }
        int deaths = runs.deaths(run.id());
        return deaths < MOST_DEATHS ? doWork(run) : Endings.givenUp(deaths);
    }

    /// Without a database there is no state to be noted: the run stays RUNNING, and is begun again when there is
    /// one.
    private Ending doWork(Run run) {
        try {
            return over(work.perform(run, runs.log(run, () -> closing.stops(run.kind()))));
        } catch (SupersededException | JdbiException notTheRuns) {
            throw notTheRuns;
        } catch (Throwable failure) {
            // a stack overflow, too, which hostile YAML can cause and which would come back each time
            return Endings.failed(run, failure);
        }
    }

    private static Ending over(Ending ending) {
        if (!ending.state().isOver()) {
            throw new IllegalStateException("a run ended " + ending.state() + "; this is a bug in envctl");
        }
        return ending;
    }

    private void settle(Run run, Ending ending) {
        if (isForAnother(run, ending)) {
            log.info("run {} is given back, because this process is about to end", run.id());
            runs.giveBack(run);
            return;
        }
        boolean counts = runs.end(run, ending.state(), ending.result());
        log.info("run {} ended {}{}", run.id(), ending.state(), counts ? "" : ", but another replica has it by now");
    }

    /// Stopped, and not by a person. Who asks for a cancellation after this look finds the run waiting or begun
    /// again.
    private boolean isForAnother(Run run, Ending ending) {
        return ending.state() == State.CANCELLED
                && closing.stops(run.kind())
                && runs.find(run.id()).filter(Run::cancelRequested).isEmpty();
    }
}
