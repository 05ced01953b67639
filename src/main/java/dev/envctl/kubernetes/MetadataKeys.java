package dev.envctl.kubernetes;

import dev.envctl.provider.Ownership;
import dev.envctl.provider.Wanted;
import dev.envctl.value.FieldPath;
import dev.envctl.value.Ordered;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/// Which labels and annotations of a live object are a document's business. Other programs add theirs beside them.
final class MetadataKeys {

    private MetadataKeys() {}

    /// Keys that envctl applied, those a document names, and for a look-up all of them. `field` is `labels` or
    /// `annotations`.
    static Predicate<String> managed(ClusterObject object, String field, List<Wanted.Sought> sought) {
        Set<String> applied = object.appliedKeys(field);
        return key -> applied.contains(key)
                || sought.stream()
                        .anyMatch(each -> each.external()
                                || each.criteria().at(FieldPath.of(field, key)).isPresent());
    }

    static Map<String, String> keep(Map<String, String> live, Predicate<String> managed) {
        Map<String, String> kept = new TreeMap<>(live);
        kept.keySet().removeIf(key -> Ownership.isLedgerKey(key) || !managed.test(key));
        return Ordered.copyOf(kept);
    }
}
