/// Parameters, for secrets by reference.
@NullMarked
package dev.envctl.sandbox.aws.ssm;

import org.jspecify.annotations.NullMarked;
