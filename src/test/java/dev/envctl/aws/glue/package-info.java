/// Tests of the Glue catalogue, against the sandbox.
@NullMarked
package dev.envctl.aws.glue;

import org.jspecify.annotations.NullMarked;
