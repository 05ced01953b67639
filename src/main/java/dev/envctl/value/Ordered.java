package dev.envctl.value;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.TreeMap;

/// Unmodifiable copies that keep insertion order. `Map.copyOf` and `Set.copyOf` change their order from run to run, and
/// a plan must be byte-stable.
public final class Ordered {

    private Ordered() {}

    public static <K, V> SequencedMap<K, V> copyOf(Map<? extends K, ? extends V> map) {
        return Collections.unmodifiableSequencedMap(new LinkedHashMap<>(map));
    }

    public static <T> SequencedSet<T> copyOf(Collection<? extends T> elements) {
        return Collections.unmodifiableSequencedSet(new LinkedHashSet<>(elements));
    }

    public static <K extends Comparable<K>, V> SequencedMap<K, V> sorted(Map<? extends K, ? extends V> map) {
        return copyOf(new TreeMap<>(map));
    }
}
