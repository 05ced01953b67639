/// Emulated EKS: clusters read only, access entries in full. [EksService] lists the operations, [EksStore] is what
/// other services of the sandbox may touch.
@NullMarked
package dev.envctl.sandbox.aws.eks;

import org.jspecify.annotations.NullMarked;
