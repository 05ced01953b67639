@NullMarked
package dev.envctl.aws.eks;

import org.jspecify.annotations.NullMarked;
