@NullMarked
package dev.envctl.runner.run;

import org.jspecify.annotations.NullMarked;
