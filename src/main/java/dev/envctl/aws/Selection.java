package dev.envctl.aws;

import dev.envctl.provider.Observed;
import dev.envctl.provider.Session;
import dev.envctl.provider.SpecCodec;
import dev.envctl.provider.Wanted;
import dev.envctl.provider.Wanted.Sought;
import dev.envctl.value.FieldPath;
import dev.envctl.value.Value;
import dev.envctl.value.Value.MapValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;

/// What of all that is live an observation wants: what the environment owns, what has the natural key of something that
/// a document describes, and what a look-up describes.
///
/// `naturalKey` reads the key off a spec (empty while a part of it is not known); `facts` are what a look-up's criteria
/// are held against.
public record Selection<S extends Record>(
        Function<MapValue, Optional<?>> naturalKey, Function<Observed<S>, MapValue> facts) {

    /// A kind without natural key, whose look-ups name fields, computed attributes and tags.
    public static <S extends Record> Selection<S> byFields() {
        return new Selection<>(_ -> Optional.empty(), Selection::fields);
    }

    public static <S extends Record> Selection<S> byKey(Function<MapValue, Optional<?>> naturalKey) {
        return new Selection<>(naturalKey, Selection::fields);
    }

    /// Known by the fields at these paths, all of which have to be there.
    public static <S extends Record> Selection<S> byKeyAt(List<FieldPath> paths) {
        return byKey(spec -> {
            List<Value> key = paths.stream()
                    .flatMap(path -> spec.at(path).stream())
                    .filter(Value::isKnown)
                    .toList();
            return Optional.of(key).filter(complete -> complete.size() == paths.size());
        });
    }

    public Selection<S> withFacts(Function<Observed<S>, MapValue> other) {
        return new Selection<>(naturalKey, other);
    }

    /// An object is returned once, but once per look-up that found it.
    public List<Observed<S>> of(List<Observed<S>> live, Wanted wanted, Session session) {
        Set<Object> keys = keysOf(wanted);
        List<Observed<S>> selected = new ArrayList<>();
        for (Observed<S> observed : live) {
            List<Observed<S>> lookedUp = lookedUp(observed, wanted);
            selected.addAll(lookedUp);
            if (lookedUp.isEmpty() && (isOwned(observed, wanted, session) || hasKey(observed, keys))) {
                selected.add(observed);
            }
        }
        return List.copyOf(selected);
    }

    /// Whether everything that `criteria` says is so: texts and flags are equal, maps (tags) contain at least these
    /// entries.
    public static boolean holds(MapValue criteria, MapValue facts) {
        return criteria.entries().entrySet().stream()
                .allMatch(criterion -> facts.get(criterion.getKey())
                        .filter(fact -> holds(criterion.getValue(), fact))
                        .isPresent());
    }

    /// The documents' objects that are managed, not looked up.
    public static List<Sought> managed(Wanted wanted) {
        return wanted.sought().stream().filter(sought -> !sought.external()).toList();
    }

    public static List<Sought> external(Wanted wanted) {
        return wanted.sought().stream().filter(Sought::external).toList();
    }

    private static boolean holds(Value criterion, Value fact) {
        return (criterion instanceof MapValue wantedEntries && fact instanceof MapValue entries)
                ? holds(wantedEntries, entries)
                : criterion.equals(fact);
    }

    private static MapValue fields(Observed<? extends Record> observed) {
        MapValue fields = SpecCodec.write(observed.spec()).merge(observed.computed());
        MapValue userTags = fields.get("tags").orElse(Value.NULL) instanceof MapValue map ? map : MapValue.EMPTY;
        MapValue ledger =
                observed.ownership().map(ownership -> textMap(ownership.tags())).orElse(MapValue.EMPTY);
        return fields.with("tags", userTags.merge(ledger));
    }

    /// Tags as a value.
    public static MapValue textMap(Map<String, String> texts) {
        SequencedMap<String, Value> values = new LinkedHashMap<>();
        texts.forEach((key, text) -> values.put(key, Value.of(text)));
        return new MapValue(values);
    }

    private Set<Object> keysOf(Wanted wanted) {
        Set<Object> keys = new HashSet<>();
        managed(wanted).forEach(sought -> naturalKey.apply(sought.criteria()).ifPresent(keys::add));
        return keys;
    }

    private List<Observed<S>> lookedUp(Observed<S> observed, Wanted wanted) {
        return external(wanted).stream()
                .filter(sought -> holds(sought.criteria(), facts.apply(observed)))
                .map(sought -> observed.soughtBy(sought.address()))
                .toList();
    }

    private static boolean isOwned(Observed<?> observed, Wanted wanted, Session session) {
        return wanted.includeOwned()
                && observed.ownership()
                        .filter(ownership ->
                                ownership.environment().equals(session.place().owner()))
                        .isPresent();
    }

    private boolean hasKey(Observed<S> observed, Set<Object> keys) {
        return !keys.isEmpty()
                && naturalKey
                        .apply(SpecCodec.write(observed.spec()))
                        .filter(keys::contains)
                        .isPresent();
    }
}
