/// EKS clusters as somebody else made them: [Cluster] for references, [EksClusters] for the Kubernetes kinds' way in.
@NullMarked
package dev.envctl.aws.eks;

import org.jspecify.annotations.NullMarked;
