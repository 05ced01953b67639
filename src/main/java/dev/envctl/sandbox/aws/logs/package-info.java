/// CloudWatch log groups. Events are none of its business.
@NullMarked
package dev.envctl.sandbox.aws.logs;

import org.jspecify.annotations.NullMarked;
