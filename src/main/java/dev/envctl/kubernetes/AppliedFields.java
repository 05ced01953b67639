package dev.envctl.kubernetes;

import dev.envctl.value.Value;
import dev.envctl.value.ValueJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// The part of a live object that is a document's business: the fields that envctl applied, by the server's own record
/// of it (`managedFields`), and those that the document names. Defaults of the server, status, and what other programs
/// added stay out.
final class AppliedFields {

    private AppliedFields() {}

    /// `applied` is `fieldsV1` of envctl's entry; `document` the document's object as far as it is
    /// known.
    static Value of(Value live, Map<?, ?> applied, Optional<Value> document) {
        Optional<Value> desired = document.filter(value -> !(value instanceof Value.Unknown));
        return switch (live) {
            case Value.MapValue map -> ofMap(map, applied, desired);
            case Value.ListValue list -> ofList(list, applied, desired);
            case Value.Text text -> text;
            case Value.Number number -> number;
            case Value.Flag flag -> flag;
            case Value.Null none -> none;
            case Value.Unknown unknown -> unknown;
            case Value.Secret secret -> secret;
        };
    }

    private static Value ofMap(Value.MapValue live, Map<?, ?> applied, Optional<Value> desired) {
        if (isWhole(applied) && desired.isEmpty()) {
            return live;
        }
        SequencedMap<String, Value> kept = new LinkedHashMap<>();
        live.entries().forEach((key, value) -> {
            Object below = applied.get("f:" + key);
            Optional<Value> wanted =
                    desired.filter(Value.MapValue.class::isInstance).flatMap(map -> ((Value.MapValue) map).get(key));
            if (below != null || wanted.isPresent()) {
                kept.put(key, of(value, below instanceof Map<?, ?> map ? map : Map.of(), wanted));
            }
        });
        return new Value.MapValue(kept);
    }

    /// The server's record ends here: the value below was applied as one.
    private static boolean isWhole(Map<?, ?> applied) {
        return applied.keySet().stream().allMatch("."::equals);
    }

    private static Value ofList(Value.ListValue live, Map<?, ?> applied, Optional<Value> desired) {
        List<Value> wanted = desired.filter(Value.ListValue.class::isInstance)
                .map(list -> ((Value.ListValue) list).elements())
                .orElse(List.of());
        if (isWhole(applied) && wanted.size() != live.elements().size()) {
            return live;
        }
        List<Value> kept = new ArrayList<>();
        for (int i = 0; i < live.elements().size(); i++) {
            Value element = live.elements().get(i);
            Optional<Value> twin = isWhole(applied) ? Optional.of(wanted.get(i)) : twin(element, wanted, applied);
            Optional<Map<?, ?>> below = entry(element, applied);
            if (twin.isPresent() || below.isPresent()) {
                kept.add(of(element, below.orElse(Map.of()), twin));
            }
        }
        return new Value.ListValue(kept);
    }

    /// The record of one element: by its keys (`k:{"name":"a"}`) or by its value (`v:"a"`).
    private static Optional<Map<?, ?>> entry(Value element, Map<?, ?> applied) {
        for (Map.Entry<?, ?> entry : applied.entrySet()) {
            String key = String.valueOf(entry.getKey());
            boolean isIt = (key.startsWith("k:") && hasKeys(element, keys(key)))
                    || (key.startsWith("v:") && ValueJson.read(key.substring(2)).equals(element));
            if (isIt) {
                return Optional.of(entry.getValue() instanceof Map<?, ?> below ? below : Map.of());
            }
        }
        return Optional.empty();
    }

    /// The document's element with the same keys. A list that is recorded by keys has the same ones throughout.
    private static Optional<Value> twin(Value element, List<Value> wanted, Map<?, ?> applied) {
        List<String> names = applied.keySet().stream()
                .map(String::valueOf)
                .filter(key -> key.startsWith("k:"))
                .findFirst()
                .map(key -> List.copyOf(keys(key).entries().keySet()))
                .orElse(List.of());
        return wanted.stream()
                .filter(each -> names.isEmpty() ? each.equals(element) : agree(each, element, names))
                .findFirst();
    }

    private static boolean agree(Value one, Value other, List<String> names) {
        return one instanceof Value.MapValue first
                && other instanceof Value.MapValue second
                && first.get(names.getFirst()).equals(second.get(names.getFirst()))
                && names.stream()
                        .allMatch(name ->
                                first.get(name).isEmpty() || first.get(name).equals(second.get(name)));
    }

    private static Value.MapValue keys(String key) {
        return ValueJson.read(key.substring(2)) instanceof Value.MapValue map ? map : Value.MapValue.EMPTY;
    }

    private static boolean hasKeys(Value element, Value.MapValue keys) {
        return element instanceof Value.MapValue map
                && keys.entries().entrySet().stream()
                        .allMatch(key -> map.get(key.getKey()).equals(Optional.of(key.getValue())));
    }
}
