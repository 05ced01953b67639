package dev.envctl.sandbox.aws.eks;

import java.time.Instant;
import java.util.Map;

public record AddonRow(
        String clusterName, String name, String arn, String version, Instant createdAt, Map<String, String> tags) {

    AddonRow withTags(Map<String, String> newTags) {
        return new AddonRow(clusterName, name, arn, version, createdAt, newTags);
    }
}
