@NullMarked
package dev.envctl.aws.emr;

import org.jspecify.annotations.NullMarked;
