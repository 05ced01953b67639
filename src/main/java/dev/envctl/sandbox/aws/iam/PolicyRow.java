package dev.envctl.sandbox.aws.iam;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A customer managed policy with its versions, oldest first.
public record PolicyRow(
        String name,
        String path,
        String id,
        String description,
        List<Version> versions,
        String defaultVersionId,
        int lastVersion,
        Map<String, String> tags,
        Instant createdAt,
        Instant updatedAt) {

    /// One text of the policy.
    public record Version(String id, String document, Instant createdAt) {}

    public PolicyRow {
        versions = List.copyOf(versions);
        tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
    }

    String arn() {
        return Arns.iam("policy" + path + name);
    }

    PolicyRow withVersions(List<Version> newVersions, String newDefault, int newLast, Instant now) {
        return new PolicyRow(name, path, id, description, newVersions, newDefault, newLast, tags, createdAt, now);
    }

    PolicyRow withTags(Map<String, String> newTags) {
        return new PolicyRow(
                name, path, id, description, versions, defaultVersionId, lastVersion, newTags, createdAt, updatedAt);
    }
}
