package dev.envctl.sandbox.aws.eks;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// `ownerArn` names the add-on that made it.
public record PodIdentityRow(
        String clusterName,
        String associationId,
        String arn,
        String namespace,
        String serviceAccount,
        String roleArn,
        Optional<String> ownerArn,
        Instant createdAt,
        Instant modifiedAt,
        Optional<String> clientRequestToken,
        Map<String, String> tags) {

    boolean isFor(String cluster, String otherNamespace, String otherAccount) {
        return clusterName.equals(cluster) && namespace.equals(otherNamespace) && serviceAccount.equals(otherAccount);
    }

    PodIdentityRow withRole(String otherRoleArn, Instant now) {
        return new PodIdentityRow(
                clusterName,
                associationId,
                arn,
                namespace,
                serviceAccount,
                otherRoleArn,
                ownerArn,
                createdAt,
                now,
                clientRequestToken,
                tags);
    }

    PodIdentityRow withTags(Map<String, String> other) {
        return new PodIdentityRow(
                clusterName,
                associationId,
                arn,
                namespace,
                serviceAccount,
                roleArn,
                ownerArn,
                createdAt,
                modifiedAt,
                clientRequestToken,
                other);
    }
}
