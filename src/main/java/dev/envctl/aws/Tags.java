package dev.envctl.aws;

import dev.envctl.provider.Ownership;
import dev.envctl.value.FieldPath;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which tags an update takes off.
public final class Tags {

    private static final FieldPath TAGS = FieldPath.of("tags");

    private Tags() {}

    /// Keys that are live, no longer desired, and part of the change: a tag that the plan was told to ignore stays.
    public static List<String> dropped(Map<String, String> live, Map<String, String> desired, Set<FieldPath> changed) {
        return live.keySet().stream()
                .filter(key -> !desired.containsKey(key))
                .filter(key -> changed.contains(TAGS) || changed.contains(TAGS.key(key)))
                .toList();
    }

    public static List<String> ledgerKeys() {
        return List.of(
                Ownership.ENVIRONMENT,
                Ownership.ADDRESS,
                Ownership.APPLIED,
                Ownership.GENERATION,
                Ownership.PROTECTED);
    }
}
