@NullMarked
package dev.envctl.plan;

import org.jspecify.annotations.NullMarked;
