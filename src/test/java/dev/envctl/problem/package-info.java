@NullMarked
package dev.envctl.problem;

import org.jspecify.annotations.NullMarked;
