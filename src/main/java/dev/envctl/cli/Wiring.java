package dev.envctl.cli;

import dev.envctl.engine.Engine;
import dev.envctl.plan.Step;
import dev.envctl.schema.Schemas;
import dev.envctl.spec.Environment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/// The one place where concrete things meet.
final class Wiring implements Workspace {

    Wiring(Shell shell, SharedOptions options) {
        throw new IllegalStateException("not wired yet: " + shell.directory() + options.debug);
    }

    @Override
    public Environment load(Path directory, Map<String, String> inputs) {
        throw new IllegalStateException();
    }

    @Override
    public Engine engine() {
        throw new IllegalStateException();
    }

    @Override
    public Schemas schemas() {
        throw new IllegalStateException();
    }

    @Override
    public Duration typical(Step step) {
        throw new IllegalStateException();
    }

    @Override
    public void close() {}
}
