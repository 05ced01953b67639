@NullMarked
package dev.envctl.plan.preflight;

import org.jspecify.annotations.NullMarked;
