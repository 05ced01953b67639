/// EKS: [Cluster] and what lives in one ([Nodegroup], [FargateProfile], [Addon], [AccessEntry],
/// [PodIdentityAssociation]), each made, changed and waited for as EKS does it, one update at a time. [EksClusters] is
/// the Kubernetes kinds' way in.
@NullMarked
package dev.envctl.aws.eks;

import org.jspecify.annotations.NullMarked;
