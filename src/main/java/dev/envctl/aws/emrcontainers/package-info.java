/// EMR on EKS: virtual clusters and the interactive endpoints inside them. Read [VirtualCluster] first, the model for a
/// kind.
@NullMarked
package dev.envctl.aws.emrcontainers;

import org.jspecify.annotations.NullMarked;
