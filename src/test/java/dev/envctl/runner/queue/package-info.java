@NullMarked
package dev.envctl.runner.queue;

import org.jspecify.annotations.NullMarked;
