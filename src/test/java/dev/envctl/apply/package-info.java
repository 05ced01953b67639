@NullMarked
package dev.envctl.apply;

import org.jspecify.annotations.NullMarked;
