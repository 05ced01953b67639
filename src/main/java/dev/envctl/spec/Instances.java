package dev.envctl.spec;

import dev.envctl.value.Ordered;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/// What a document unrolls to, by key (`""` without a loop). `broken` when its `forEach` or `when` has been refused:
/// then nobody can say what there is, and nobody complains about references to it.
record Instances(boolean looped, boolean broken, SequencedMap<String, Instance> byKey) {

    static final Instances BROKEN = new Instances(false, true, Ordered.<String, Instance>copyOf(Map.of()));

    Instances {
        byKey = Ordered.copyOf(byKey);
    }

    Optional<Instance> find(String key) {
        return Optional.ofNullable(byKey.get(key));
    }

    Set<String> keys() {
        return byKey.keySet();
    }
}
