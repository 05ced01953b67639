@NullMarked
package dev.envctl.aws.s3;

import org.jspecify.annotations.NullMarked;
