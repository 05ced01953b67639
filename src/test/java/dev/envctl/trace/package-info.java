@NullMarked
package dev.envctl.trace;

import org.jspecify.annotations.NullMarked;
