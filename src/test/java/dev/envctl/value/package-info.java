@NullMarked
package dev.envctl.value;

import org.jspecify.annotations.NullMarked;
