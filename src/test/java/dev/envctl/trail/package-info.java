@NullMarked
package dev.envctl.trail;

import org.jspecify.annotations.NullMarked;
