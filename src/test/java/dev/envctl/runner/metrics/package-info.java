/// What Prometheus gets to read.
@NullMarked
package dev.envctl.runner.metrics;

import org.jspecify.annotations.NullMarked;
