package dev.envctl.runner.work;

import dev.envctl.engine.Engine;
import dev.envctl.plan.Step;
import dev.envctl.schema.Schemas;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Makes engines; the command line knows how. Safe for any number of threads.
public interface Engines extends AutoCloseable {

    Schemas schemas();

    /// For one run. Environments with `target: sandbox` share one sandbox, which outlives runs and checkouts.
    Engine engine(Surroundings surroundings);

    /// How long such a step usually takes, for the time left.
    Duration typical(Step step);

    /// Where this process runs, as leases name it: `host:4711`.
    String process();

    /// Closes the sandbox, if it was opened.
    @Override
    void close();

    /// What an engine gets to see of this machine. Local charts lie below `checkout`; other ones come from places
    /// that `charts` allows; `secrets` throws [dev.envctl.problem.ProblemException] for a reference that may not be
    /// read.
    record Surroundings(Path checkout, Predicate<String> charts, Consumer<String> secrets) {}
}
