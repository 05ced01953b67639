package dev.envctl.runner.queue;

import dev.envctl.runner.run.Run;
import dev.envctl.runner.run.Run.State;
import dev.envctl.runner.run.RunResult;
import dev.envctl.runner.run.RunWork.Ending;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How runs end of which no work says how: the place where a failure becomes a run's state. What [Trouble] does not
/// know is for the log of the process, which has it once.
final class Endings {

    private static final Logger log = LoggerFactory.getLogger(Endings.class);

    private Endings() {}

    static Ending failed(Run run, Throwable why) {
        return Trouble.said(why).map(said -> known(run, said)).orElseGet(() -> unexpected(run, why));
    }

    /// Each time a process died with it, and the next one will.
    static Ending givenUp(int deaths) {
        return ending(
                State.FAILED,
                "Given up: " + deaths + " times the runner's process died, or lost its database, in the middle of this"
                        + " run. The last lines of its log may tell why; memory is a frequent reason.");
    }

    static Ending cancelled() {
        return ending(State.CANCELLED, "Cancelled before another replica went on with it.");
    }

    private static Ending known(Run run, String summary) {
        log.warn("run {} of {} failed: {}", run.id(), run.environment(), summary);
        return ending(State.FAILED, summary);
    }

    private static Ending unexpected(Run run, Throwable why) {
        log.error("run {} of {} failed unexpectedly", run.id(), run.environment(), why);
        return ending(
                State.FAILED,
                "Something unexpected went wrong (" + why.getClass().getSimpleName()
                        + "). The log of the runner's process has the details under run " + run.id() + ".");
    }

    private static Ending ending(State state, String summary) {
        return new Ending(state, RunResult.of(summary));
    }
}
