@NullMarked
package dev.envctl.sandbox.kubernetes;

import org.jspecify.annotations.NullMarked;
