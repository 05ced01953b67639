package dev.envctl.sandbox.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;

/// A set of fields in the notation of `managedFields`: `f:labels`, `k:{"name":"x"}` for an element of a keyed list,
/// `v:"x"` for one of a set. Holds leaves, and the elements of keyed lists themselves.
final class FieldSet {

    private static final Set<String> SYSTEM_METADATA = Set.of(
            "name",
            "namespace",
            "generateName",
            "uid",
            "resourceVersion",
            "creationTimestamp",
            "deletionTimestamp",
            "deletionGracePeriodSeconds",
            "generation",
            "managedFields",
            "selfLink");

    private final SequencedSet<List<String>> paths = new LinkedHashSet<>();

    static FieldSet empty() {
        return new FieldSet();
    }

    /// The fields that an object sets, without identity and what only the server writes.
    static FieldSet of(JsonNode object) {
        FieldSet set = new FieldSet();
        object.properties().forEach(entry -> {
            String key = entry.getKey();
            if (key.equals("metadata")) {
                entry.getValue().properties().stream()
                        .filter(field -> !SYSTEM_METADATA.contains(field.getKey()))
                        .forEach(field -> set.collect(
                                List.of("f:metadata", "f:" + field.getKey()), field.getKey(), field.getValue()));
            } else if (!key.equals("apiVersion") && !key.equals("kind")) {
                set.collect(List.of("f:" + key), key, entry.getValue());
            }
        });
        return set;
    }

    private void collect(List<String> path, String field, JsonNode value) {
        if (value instanceof ObjectNode object && !object.isEmpty()) {
            object.properties()
                    .forEach(entry -> collect(append(path, "f:" + entry.getKey()), entry.getKey(), entry.getValue()));
            return;
        }
        if (value instanceof ArrayNode list && MergeKeys.isSet(field)) {
            list.forEach(element -> paths.add(append(path, "v:" + Json.write(element))));
            return;
        }
        Optional<List<String>> keys =
                value instanceof ArrayNode list && !list.isEmpty() ? MergeKeys.of(field, list) : Optional.empty();
        if (keys.isEmpty()) {
            paths.add(path);
            return;
        }
        for (JsonNode element : value) {
            List<String> here = append(path, "k:" + Json.write(keyOf(element, keys.get())));
            paths.add(here);
            element.properties()
                    .forEach(entry -> collect(append(here, "f:" + entry.getKey()), entry.getKey(), entry.getValue()));
        }
    }

    private static ObjectNode keyOf(JsonNode element, List<String> keys) {
        ObjectNode key = Json.object();
        for (String name : keys) {
            if (element.has(name)) {
                key.set(name, element.get(name));
            } else {
                key.put(name, MergeKeys.keyValue(element, name));
            }
        }
        return key;
    }

    /// The value at a path of an object, missing when there is none.
    static JsonNode valueAt(JsonNode object, List<String> path) {
        JsonNode here = object;
        for (String segment : path) {
            here = step(here, segment);
        }
        return here;
    }

    private static JsonNode step(JsonNode here, String segment) {
        String rest = segment.substring(2);
        if (segment.startsWith("f:")) {
            return here.path(rest);
        }
        for (JsonNode element : here) {
            boolean isIt = segment.startsWith("v:") ? Json.write(element).equals(rest) : hasKey(element, rest);
            if (isIt) {
                return element;
            }
        }
        return MissingNode.getInstance();
    }

    private static boolean hasKey(JsonNode element, String key) {
        JsonNode wanted = Json.read(key);
        return MergeKeys.sameElement(
                element,
                wanted,
                wanted.properties().stream().map(entry -> entry.getKey()).toList());
    }

    /// Takes what stands at a path out of an object, and maps that this leaves empty.
    static void removeAt(ObjectNode object, List<String> path) {
        JsonNode parent = valueAt(object, path.subList(0, path.size() - 1));
        String segment = path.getLast();
        if (parent instanceof ObjectNode map) {
            map.remove(segment.substring(2));
            if (map.isEmpty() && path.size() > 2) {
                removeAt(object, path.subList(0, path.size() - 1));
            }
        } else if (parent instanceof ArrayNode list) {
            JsonNode element = step(list, segment);
            Json.removeIf(list, element::equals);
        }
    }

    static FieldSet fromFieldsV1(JsonNode fields) {
        FieldSet set = new FieldSet();
        set.read(List.of(), fields);
        return set;
    }

    private void read(List<String> path, JsonNode fields) {
        if (fields.isEmpty()) {
            paths.add(path);
        }
        fields.properties().forEach(entry -> {
            if (entry.getKey().equals(".")) {
                paths.add(path);
            } else {
                read(append(path, entry.getKey()), entry.getValue());
            }
        });
    }

    ObjectNode toFieldsV1() {
        ObjectNode root = Json.object();
        for (List<String> path : paths) {
            ObjectNode here = root;
            for (String segment : path) {
                here = Json.child(here, segment);
            }
            if (path.getLast().startsWith("k:")) {
                here.putObject(".");
            }
        }
        return root;
    }

    Collection<List<String>> paths() {
        return List.copyOf(paths);
    }

    boolean contains(List<String> path) {
        return paths.contains(path);
    }

    boolean isEmpty() {
        return paths.isEmpty();
    }

    void add(List<String> path) {
        paths.add(path);
    }

    void remove(Collection<List<String>> gone) {
        gone.forEach(paths::remove);
    }

    /// `.metadata.labels.team`, as conflicts name a field.
    static String display(List<String> path) {
        StringBuilder text = new StringBuilder();
        for (String segment : path) {
            String rest = segment.substring(2);
            text.append(segment.startsWith("f:") ? "." + rest : "[" + rest + "]");
        }
        return text.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FieldSet set && set.paths.equals(paths);
    }

    @Override
    public int hashCode() {
        return paths.hashCode();
    }

    private static List<String> append(List<String> path, String segment) {
        List<String> longer = new ArrayList<>(path);
        longer.add(segment);
        return List.copyOf(longer);
    }
}
