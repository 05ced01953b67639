@NullMarked
package dev.envctl.kubernetes;

import org.jspecify.annotations.NullMarked;
