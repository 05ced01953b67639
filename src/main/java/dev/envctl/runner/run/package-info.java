/// The vocabulary of the runner: a [Run], what it is for, what it leaves behind; and [Runs], where they are kept.
@NullMarked
package dev.envctl.runner.run;

import org.jspecify.annotations.NullMarked;
