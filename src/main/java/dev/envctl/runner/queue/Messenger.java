package dev.envctl.runner.queue;

import dev.envctl.runner.run.Run;
import dev.envctl.runner.run.RunListener;
import dev.envctl.runner.run.Runs;
import java.util.List;
import java.util.Optional;

/// Tells the listeners how a run is now. A job like any other, so that no change stays untold when a process dies right
/// after it, and that a forge which is away hears of it when it is back.
final class Messenger {

    private final Runs runs;
    private final List<RunListener> listeners;

    Messenger(Runs runs, List<RunListener> listeners) {
        this.runs = runs;
        this.listeners = listeners;
    }

    /// All are told, even if one of them throws; then all are told again later.
    void tell(long run) {
        Optional<Run> found = runs.find(run);
        if (found.isEmpty()) {
            return;
        }
        Optional<RuntimeException> trouble = Optional.empty();
        for (RunListener listener : listeners) {
            trouble = tell(listener, found.get(), trouble);
        }
        if (trouble.isPresent()) {
            throw trouble.get();
        }
        runs.told(found.get());
    }

    private static Optional<RuntimeException> tell(RunListener listener, Run run, Optional<RuntimeException> trouble) {
        try {
            listener.changed(run);
            return trouble;
        } catch (RuntimeException failure) {
            trouble.ifPresent(failure::addSuppressed);
            return Optional.of(failure);
        }
    }
}
