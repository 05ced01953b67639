package dev.envctl.apply;

import dev.envctl.plan.Step;
import java.time.Duration;
import java.util.List;

/// Hears what the executor does, always on its coordinating thread.
public interface ApplyListener {

    void started(Step step);

    /// Called about once a second while steps are running, with what each of them last said of itself.
    void beat(List<Running> running);

    void finished(Outcome outcome);

    /// `id` and `state` are empty until the service has named the object. `typical` is how long such a step usually
    /// takes.
    record Running(Step step, String id, String state, Duration elapsed, Duration typical) {}

    ApplyListener NONE = new ApplyListener() {
        @Override
        public void started(Step step) {}

        @Override
        public void beat(List<Running> running) {}

        @Override
        public void finished(Outcome outcome) {}
    };
}
