@NullMarked
package dev.envctl.dag;

import org.jspecify.annotations.NullMarked;
