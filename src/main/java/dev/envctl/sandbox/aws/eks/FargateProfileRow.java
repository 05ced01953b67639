package dev.envctl.sandbox.aws.eks;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `serving` once its namespaces have been made known inside the cluster.
public record FargateProfileRow(
        String clusterName,
        String name,
        String arn,
        String podExecutionRoleArn,
        List<String> subnetIds,
        List<Selector> selectors,
        boolean serving,
        Instant createdAt,
        Optional<String> clientRequestToken,
        Progress progress,
        Map<String, String> tags) {

    public record Selector(String namespace, Map<String, String> labels) {}

    static String key(String clusterName, String name) {
        return clusterName + " " + name;
    }

    String key() {
        return key(clusterName, name);
    }

    FargateProfileRow nowServing() {
        return new FargateProfileRow(
                clusterName,
                name,
                arn,
                podExecutionRoleArn,
                subnetIds,
                selectors,
                true,
                createdAt,
                clientRequestToken,
                progress,
                tags);
    }

    FargateProfileRow withProgress(Progress other) {
        return new FargateProfileRow(
                clusterName,
                name,
                arn,
                podExecutionRoleArn,
                subnetIds,
                selectors,
                serving,
                createdAt,
                clientRequestToken,
                other,
                tags);
    }

    FargateProfileRow withTags(Map<String, String> other) {
        return new FargateProfileRow(
                clusterName,
                name,
                arn,
                podExecutionRoleArn,
                subnetIds,
                selectors,
                serving,
                createdAt,
                clientRequestToken,
                progress,
                other);
    }
}
