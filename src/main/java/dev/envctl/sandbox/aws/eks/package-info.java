/// Emulated EKS. [EksService] lists the operations, [EksStore] is what other services of the sandbox may touch. What
/// takes time has a [Progress]; [Settling] does what has become due.
@NullMarked
package dev.envctl.sandbox.aws.eks;

import org.jspecify.annotations.NullMarked;
