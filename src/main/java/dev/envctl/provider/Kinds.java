package dev.envctl.provider;

import dev.envctl.value.KindName;
import dev.envctl.value.Ordered;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// Every kind of every provider, by name.
public record Kinds(SequencedMap<KindName, KindDriver<?>> byName) {

    public Kinds {
        byName = Ordered.copyOf(byName);
    }

    public static Kinds of(List<Provider> providers) {
        SequencedMap<KindName, KindDriver<?>> byName = new LinkedHashMap<>();
        providers.forEach(provider -> provider.kinds().forEach(kind -> add(byName, kind)));
        return new Kinds(byName);
    }

    private static <S extends Record> void add(SequencedMap<KindName, KindDriver<?>> byName, ResourceKind<S> kind) {
        if (byName.put(kind.name(), new KindDriver<>(kind)) != null) {
            throw new IllegalStateException("two kinds are called " + kind.name() + "; this is a bug in envctl");
        }
    }

    public KindDriver<?> get(KindName kind) {
        KindDriver<?> driver = byName.get(kind);
        if (driver == null) {
            throw new IllegalStateException("no provider has the kind " + kind + "; this is a bug in envctl");
        }
        return driver;
    }

    public boolean has(KindName kind) {
        return byName.containsKey(kind);
    }
}
