package dev.envctl.aws;

import dev.envctl.provider.Ownership;
import dev.envctl.value.FieldPath;
import dev.envctl.value.Ordered;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/// What to write and what to take off an object's tags: the user tags among the changed fields, and always the ledger.
/// Tags that differ but were not named as changed are somebody else's business (`ignoreTags`).
public record TagChange(SequencedMap<String, String> set, List<String> remove) {

    private static final String TAGS = "tags";

    public TagChange {
        set = Ordered.copyOf(set);
        remove = List.copyOf(remove);
    }

    public static TagChange of(
            Map<String, String> current, Map<String, String> desired, Set<FieldPath> changed, Ownership ownership) {
        Set<String> keys = new LinkedHashSet<>(Changed.keysBelow(changed, TAGS));
        if (Changed.isWhole(changed, TAGS)) {
            keys.addAll(current.keySet());
            keys.addAll(desired.keySet());
        }
        SequencedMap<String, String> set = new LinkedHashMap<>();
        keys.stream().filter(desired::containsKey).forEach(key -> set.put(key, desired.get(key)));
        set.putAll(ownership.tags());
        return new TagChange(
                set, keys.stream().filter(key -> !desired.containsKey(key)).toList());
    }

    /// For services that replace the whole set of tags at once.
    public SequencedMap<String, String> appliedTo(Map<String, String> tags) {
        SequencedMap<String, String> all = new LinkedHashMap<>(tags);
        remove.forEach(all::remove);
        all.putAll(set);
        return Ordered.copyOf(all);
    }
}
