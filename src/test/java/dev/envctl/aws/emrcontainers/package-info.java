@NullMarked
package dev.envctl.aws.emrcontainers;

import org.jspecify.annotations.NullMarked;
