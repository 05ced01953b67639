/// The command line: options in, one call to the engine, one renderer out. Read [Main] first. The only package that
/// knows
/// the console, the clock, the environment variables and exit codes; may import everything.
@NullMarked
package dev.envctl.cli;

import org.jspecify.annotations.NullMarked;
