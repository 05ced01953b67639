@NullMarked
package dev.envctl.aws.acm;

import org.jspecify.annotations.NullMarked;
