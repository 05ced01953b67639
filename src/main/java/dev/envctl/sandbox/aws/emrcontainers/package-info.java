/// Emulated Amazon EMR on EKS: virtual clusters and managed endpoints, with all that an endpoint brings into the world.
/// [EmrContainersService] lists the operations, [Endpoints] is the state machine of endpoints.
@NullMarked
package dev.envctl.sandbox.aws.emrcontainers;

import org.jspecify.annotations.NullMarked;
