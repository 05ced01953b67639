@NullMarked
package dev.envctl.runner.drift;

import org.jspecify.annotations.NullMarked;
