package dev.envctl.sandbox.aws.eks;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

public record AddonRow(
        String clusterName,
        String name,
        String arn,
        String version,
        Options options,
        Instant createdAt,
        Optional<String> clientRequestToken,
        Progress progress,
        Map<String, String> tags) {

    public record Options(
            Optional<String> configurationValues, Optional<String> serviceAccountRoleArn, List<String> associationIds) {

        public static final Options NONE = new Options(Optional.empty(), Optional.empty(), List.of());
    }

    static String key(String clusterName, String name) {
        return clusterName + " " + name;
    }

    String key() {
        return key(clusterName, name);
    }

    AddonRow with(String otherVersion, Options otherOptions, Progress otherProgress) {
        return new AddonRow(
                clusterName, name, arn, otherVersion, otherOptions, createdAt, clientRequestToken, otherProgress, tags);
    }

    AddonRow withTags(Map<String, String> other) {
        return new AddonRow(clusterName, name, arn, version, options, createdAt, clientRequestToken, progress, other);
    }
}
