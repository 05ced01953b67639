@NullMarked
package dev.envctl.engine;

import org.jspecify.annotations.NullMarked;
