package dev.envctl.aws;

import dev.envctl.value.FieldPath;
import java.util.LinkedHashSet;
import java.util.Set;

/// Questions to the set of changed fields that an update is given.
public final class Changed {

    private Changed() {}

    /// Whether the field or anything below it changed.
    public static boolean has(Set<FieldPath> changed, String field) {
        return changed.stream().anyMatch(path -> isAt(path, field));
    }

    /// Whether the field is named as a whole rather than by what is below it.
    public static boolean isWhole(Set<FieldPath> changed, String field) {
        return changed.stream()
                .anyMatch(path -> isAt(path, field) && path.segments().size() <= 1);
    }

    /// The keys of a map field below which something changed.
    public static Set<String> keysBelow(Set<FieldPath> changed, String field) {
        Set<String> keys = new LinkedHashSet<>();
        for (FieldPath path : changed) {
            if (isAt(path, field)
                    && path.segments().size() > 1
                    && path.segments().get(1) instanceof FieldPath.Key(String key)) {
                keys.add(key);
            }
        }
        return keys;
    }

    private static boolean isAt(FieldPath path, String field) {
        return path.isRoot() || path.head().equals(new FieldPath.Key(field));
    }
}
