@NullMarked
package dev.envctl.aws.iam;

import org.jspecify.annotations.NullMarked;
