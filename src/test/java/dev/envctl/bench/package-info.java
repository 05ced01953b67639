/// Benchmarks behind the bars of the README: run them by hand, they are no tests.
@NullMarked
package dev.envctl.bench;

import org.jspecify.annotations.NullMarked;
