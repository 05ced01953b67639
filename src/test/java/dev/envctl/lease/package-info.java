@NullMarked
package dev.envctl.lease;

import org.jspecify.annotations.NullMarked;
