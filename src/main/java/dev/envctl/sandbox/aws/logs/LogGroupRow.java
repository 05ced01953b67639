package dev.envctl.sandbox.aws.logs;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// `arn` is without the `:*` for the streams.
record LogGroupRow(
        String name,
        String arn,
        String groupClass,
        Optional<Integer> retentionInDays,
        Optional<String> kmsKeyId,
        boolean isProtected,
        Instant createdAt,
        Map<String, String> tags) {

    LogGroupRow {
        tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
    }

    LogGroupRow withRetention(Optional<Integer> days) {
        return new LogGroupRow(name, arn, groupClass, days, kmsKeyId, isProtected, createdAt, tags);
    }

    LogGroupRow withKey(Optional<String> key) {
        return new LogGroupRow(name, arn, groupClass, retentionInDays, key, isProtected, createdAt, tags);
    }

    LogGroupRow withProtection(boolean isOn) {
        return new LogGroupRow(name, arn, groupClass, retentionInDays, kmsKeyId, isOn, createdAt, tags);
    }

    LogGroupRow withTags(Map<String, String> other) {
        return new LogGroupRow(name, arn, groupClass, retentionInDays, kmsKeyId, isProtected, createdAt, other);
    }
}
