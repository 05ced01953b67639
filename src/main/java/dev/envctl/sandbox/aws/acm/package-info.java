/// Emulated Certificate Manager. [AcmService] lists the operations, [AcmStore] is what other services of the sandbox
/// may touch.
@NullMarked
package dev.envctl.sandbox.aws.acm;

import org.jspecify.annotations.NullMarked;
