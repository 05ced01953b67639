/// What Prometheus reads: [RunnerMetrics] counts what it is told, and asks the stores for the rest when it is read.
/// Imports `run`, and is the only place but `web` that knows Micrometer.
@NullMarked
package dev.envctl.runner.metrics;

import org.jspecify.annotations.NullMarked;
