package dev.envctl.sandbox.aws.eks;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/// A managed node group whose nodes all run.
public record NodegroupRow(
        String clusterName,
        String name,
        String arn,
        String nodeRoleArn,
        List<String> subnetIds,
        String instanceType,
        String amiType,
        Scaling scaling,
        List<String> instanceIds,
        Instant createdAt,
        Map<String, String> tags) {

    public record Scaling(int minimum, int maximum, int desired) {}

    NodegroupRow withTags(Map<String, String> newTags) {
        return new NodegroupRow(
                clusterName,
                name,
                arn,
                nodeRoleArn,
                subnetIds,
                instanceType,
                amiType,
                scaling,
                instanceIds,
                createdAt,
                newTags);
    }
}
