package dev.envctl.plan;

import dev.envctl.provider.Kinds;
import dev.envctl.provider.LiveObject;
import dev.envctl.schema.FieldSchema;
import dev.envctl.schema.Schemas;
import dev.envctl.value.Address;
import dev.envctl.value.FieldPath;
import dev.envctl.value.KindName;
import dev.envctl.value.Value;
import dev.envctl.value.ValueJson;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// The live objects that were observed, to be found by owner's address, by natural key, and by the look-up that found
/// them.
final class LiveIndex {

    private record NaturalKey(KindName kind, String text) {}

    private final String owner;
    private final Kinds kinds;
    private final Schemas schemas;
    private final SequencedMap<LiveObject.Identity, LiveObject> objects = new LinkedHashMap<>();
    private final Map<Address, List<LiveObject>> byAddress = new LinkedHashMap<>();
    private final Map<NaturalKey, List<LiveObject>> byNaturalKey = new LinkedHashMap<>();
    private final Map<Address, List<LiveObject>> bySeeker = new LinkedHashMap<>();

    LiveIndex(String owner, Kinds kinds, Schemas schemas) {
        this.owner = owner;
        this.kinds = kinds;
        this.schemas = schemas;
    }

    void add(LiveObject live) {
        live.soughtBy().ifPresent(seeker -> listIn(bySeeker, seeker).add(live));
        if (objects.putIfAbsent(live.identity(), live) != null) {
            return;
        }
        live.ownership()
                .filter(ownership -> ownership.environment().equals(owner))
                .ifPresent(ownership -> listIn(byAddress, ownership.address()).add(live));
        naturalKey(live.kind(), live.attributes())
                .ifPresent(key -> listIn(byNaturalKey, key).add(live));
    }

    Collection<LiveObject> all() {
        return objects.values();
    }

    boolean isOurs(LiveObject live) {
        return live.ownership()
                .filter(ownership -> ownership.environment().equals(owner))
                .isPresent();
    }

    /// The generations of an address, newest first.
    List<LiveObject> owned(Address address) {
        List<LiveObject> generations = new ArrayList<>(byAddress.getOrDefault(address, List.of()));
        generations.sort((one, other) -> generation(other) - generation(one));
        return generations;
    }

    List<LiveObject> foundFor(Address seeker) {
        return bySeeker.getOrDefault(seeker, List.of());
    }

    /// The live objects with the natural key of a desired spec; none while the key is not fully known.
    List<LiveObject> withNaturalKey(KindName kind, Value.MapValue desired) {
        return naturalKey(kind, desired)
                .map(key -> byNaturalKey.getOrDefault(key, List.of()))
                .orElse(List.of());
    }

    boolean hasNaturalKey(KindName kind, Value.MapValue desired) {
        return naturalKey(kind, desired).isPresent();
    }

    boolean sameNaturalKey(KindName kind, Value.MapValue desired, LiveObject live) {
        return naturalKey(kind, desired).equals(naturalKey(kind, live.attributes()));
    }

    private Optional<NaturalKey> naturalKey(KindName kind, Value.MapValue spec) {
        List<FieldPath> fields = kinds.get(kind).traits().naturalKey();
        if (fields.isEmpty()) {
            return Optional.empty();
        }
        FieldSchema schema = schemas.get(kind).attributes();
        StringBuilder text = new StringBuilder();
        for (FieldPath field : fields) {
            Optional<Value> value = spec.at(field);
            if (value.isEmpty() || !value.get().isKnown()) {
                return Optional.empty();
            }
            FieldSchema fieldSchema = schema.at(field).orElse(FieldSchema.ANYTHING);
            text.append(ValueJson.write(NormalForm.of(value.get(), fieldSchema)))
                    .append('\n');
        }
        return Optional.of(new NaturalKey(kind, text.toString()));
    }

    private static int generation(LiveObject live) {
        return live.ownership().map(ownership -> ownership.generation()).orElse(0);
    }

    private static <K> List<LiveObject> listIn(Map<K, List<LiveObject>> map, K key) {
        return map.computeIfAbsent(key, _ -> new ArrayList<>());
    }
}
