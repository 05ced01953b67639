package dev.envctl.schema;

import dev.envctl.value.KindName;
import dev.envctl.value.Ordered;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// The schemas of all kinds, by name.
public record Schemas(SequencedMap<KindName, KindSchema> byKind) {

    public Schemas {
        byKind = Ordered.copyOf(byKind);
    }

    public static Schemas of(Map<KindName, KindSchema> byKind) {
        return new Schemas(Ordered.copyOf(byKind));
    }

    public Optional<KindSchema> find(KindName kind) {
        return Optional.ofNullable(byKind.get(kind));
    }

    public KindSchema get(KindName kind) {
        return find(kind)
                .orElseThrow(() -> new IllegalStateException("no schema for " + kind + "; this is a bug in envctl"));
    }

    public List<KindName> kinds() {
        return List.copyOf(byKind.keySet());
    }
}
