/// Whole commands in this process: arguments and answers in, exit code and both streams out.
@NullMarked
package dev.envctl.cli;

import org.jspecify.annotations.NullMarked;
