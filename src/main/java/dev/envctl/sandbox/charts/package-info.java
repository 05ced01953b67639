/// Chart repositories that the sandbox answers for, so that a release can be installed without a way out of this
/// machine. Read [ChartRepositories] first. Knows nothing of the rest of the sandbox.
@NullMarked
package dev.envctl.sandbox.charts;

import org.jspecify.annotations.NullMarked;
