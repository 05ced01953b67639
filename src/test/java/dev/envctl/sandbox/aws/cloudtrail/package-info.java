@NullMarked
package dev.envctl.sandbox.aws.cloudtrail;

import org.jspecify.annotations.NullMarked;
