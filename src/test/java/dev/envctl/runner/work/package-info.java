/// Runs done by the real engine on the sandbox, from git repositories made here.
@NullMarked
package dev.envctl.runner.work;

import org.jspecify.annotations.NullMarked;
