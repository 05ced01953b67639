package dev.envctl.cli;

import dev.envctl.engine.Engine;
import dev.envctl.plan.Step;
import dev.envctl.schema.Schemas;
import dev.envctl.spec.Environment;
import dev.envctl.spec.EnvironmentSources;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/// What commands work with, made when first asked for: `explain` needs no engine and `--help` nothing at all.
interface Workspace extends AutoCloseable {

    Environment load(Path directory, Map<String, String> inputs);

    /// What an environment is made of: its own directory, its local modules, its local charts.
    EnvironmentSources sources(Path directory);

    Engine engine();

    /// Says that the engine will soon be asked to observe: while documents are read, another thread can load what
    /// that takes.
    void prepare();

    Schemas schemas();

    /// How long such a step usually takes, for the time left.
    Duration typical(Step step);

    @Override
    void close();
}
