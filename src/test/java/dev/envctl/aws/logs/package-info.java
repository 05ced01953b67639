/// Tests of log groups, against the sandbox.
@NullMarked
package dev.envctl.aws.logs;

import org.jspecify.annotations.NullMarked;
