@NullMarked
package dev.envctl.aws;

import org.jspecify.annotations.NullMarked;
