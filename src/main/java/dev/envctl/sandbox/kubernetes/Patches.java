package dev.envctl.sandbox.kubernetes;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The ways to change part of an object: JSON merge patch, strategic merge patch, JSON patch, and the merge that
/// server-side apply does.
final class Patches {

    private static final String DELETE_FROM_LIST = "$deleteFromPrimitiveList/";

    private Patches() {}

    /// RFC 7386: null removes, objects merge, everything else replaces.
    static void merge(ObjectNode target, JsonNode patch) {
        for (Map.Entry<String, JsonNode> entry : patch.properties()) {
            JsonNode value = entry.getValue();
            if (value.isNull()) {
                target.remove(entry.getKey());
            } else if (value.isObject()) {
                merge(Json.child(target, entry.getKey()), value);
            } else {
                target.set(entry.getKey(), value.deepCopy());
            }
        }
    }

    /// Objects merge, keyed lists merge element by element, sets are united, everything else replaces.
    static void mergeByKeys(ObjectNode target, JsonNode applied) {
        for (Map.Entry<String, JsonNode> entry : applied.properties()) {
            String field = entry.getKey();
            JsonNode value = entry.getValue();
            if (value.isNull()) {
                continue;
            }
            if (value.isObject()) {
                mergeByKeys(Json.child(target, field), value);
            } else if (value instanceof ArrayNode list && target.get(field) instanceof ArrayNode present) {
                target.set(field, mergeLists(field, present, list));
            } else {
                target.set(field, value.deepCopy());
            }
        }
    }

    private static ArrayNode mergeLists(String field, ArrayNode present, ArrayNode added) {
        if (MergeKeys.isSet(field)) {
            return union(present, added);
        }
        Optional<List<String>> keys = MergeKeys.of(field, added);
        if (keys.isEmpty()) {
            return added.deepCopy();
        }
        ArrayNode merged = present.deepCopy();
        for (JsonNode element : added) {
            Optional<ObjectNode> twin = find(merged, element, keys.get());
            twin.ifPresentOrElse(same -> mergeByKeys(same, element), () -> merged.add(element.deepCopy()));
        }
        return merged;
    }

    private static ArrayNode union(ArrayNode present, ArrayNode added) {
        ArrayNode all = present.deepCopy();
        added.forEach(element -> {
            if (!Json.elements(all).contains(element)) {
                all.add(element);
            }
        });
        return all;
    }

    private static Optional<ObjectNode> find(ArrayNode list, JsonNode like, List<String> keys) {
        return Json.elements(list).stream()
                .filter(element -> MergeKeys.sameElement(element, like, keys))
                .filter(ObjectNode.class::isInstance)
                .map(ObjectNode.class::cast)
                .findFirst();
    }

    /// Strategic merge: as the JSON merge patch, but keyed lists merge, and `$patch`, `$deleteFromPrimitiveList/…`
    /// steer. The order directives are dropped: no list served here depends on them.
    static void strategicMerge(ObjectNode target, JsonNode patch) {
        if (Json.text(patch, "$patch").equals("replace")) {
            target.removeAll();
        }
        for (Map.Entry<String, JsonNode> entry : patch.properties()) {
            String field = entry.getKey();
            JsonNode value = entry.getValue();
            if (field.startsWith("$") && !field.startsWith(DELETE_FROM_LIST)) {
                continue;
            }
            if (field.startsWith(DELETE_FROM_LIST)) {
                removeFrom(target.path(field.substring(field.indexOf('/') + 1)), value);
            } else if (value.isNull() || Json.text(value, "$patch").equals("delete")) {
                target.remove(field);
            } else if (value.isObject()) {
                strategicMerge(Json.child(target, field), value);
            } else if (value instanceof ArrayNode list) {
                target.set(field, strategicMergeLists(field, target.withArray(field), list));
            } else {
                target.set(field, value.deepCopy());
            }
        }
    }

    private static void removeFrom(JsonNode list, JsonNode values) {
        if (list instanceof ArrayNode array) {
            List<JsonNode> gone = Json.elements(values);
            Json.removeIf(array, gone::contains);
        }
    }

    private static ArrayNode strategicMergeLists(String field, ArrayNode present, ArrayNode patch) {
        if (MergeKeys.isSet(field)) {
            return union(present, patch);
        }
        Optional<List<String>> keys = MergeKeys.of(field, patch);
        boolean replaces = Json.elements(patch).stream()
                .anyMatch(element -> Json.text(element, "$patch").equals("replace"));
        if (keys.isEmpty() || replaces) {
            ArrayNode copy = patch.deepCopy();
            Json.removeIf(copy, element -> element.has("$patch"));
            return copy;
        }
        ArrayNode merged = present.deepCopy();
        for (JsonNode element : patch) {
            if (Json.text(element, "$patch").equals("delete")) {
                Json.removeIf(merged, other -> MergeKeys.sameElement(other, element, keys.get()));
                continue;
            }
            Optional<ObjectNode> twin = find(merged, element, keys.get());
            twin.ifPresentOrElse(same -> strategicMerge(same, element), () -> merged.add(element.deepCopy()));
        }
        return merged;
    }

    /// RFC 6902, all or nothing.
    static ObjectNode jsonPatch(ObjectNode target, JsonNode operations) {
        JsonNode document = target.deepCopy();
        for (JsonNode operation : operations) {
            document = jsonPatchStep(document, operation);
        }
        if (document instanceof ObjectNode object) {
            return object;
        }
        throw ApiError.badRequest("the patch leaves no object");
    }

    private static JsonNode jsonPatchStep(JsonNode document, JsonNode operation) {
        JsonPointer path = pointer(Json.text(operation, "path"));
        switch (Json.text(operation, "op")) {
            case "add" -> add(document, path, operation.path("value").deepCopy());
            case "replace" -> {
                take(document, path);
                add(document, path, operation.path("value").deepCopy());
            }
            case "remove" -> take(document, path);
            case "move" -> add(document, path, take(document, pointer(Json.text(operation, "from"))));
            case "copy" ->
                add(
                        document,
                        path,
                        document.at(pointer(Json.text(operation, "from"))).deepCopy());
            case "test" -> test(document, path, operation.path("value"));
            default -> throw ApiError.badRequest("unexpected kind of operation: " + Json.text(operation, "op"));
        }
        return document;
    }

    private static JsonPointer pointer(String text) {
        try {
            return JsonPointer.compile(text);
        } catch (IllegalArgumentException broken) {
            throw ApiError.badRequest("no JSON pointer: " + text);
        }
    }

    private static void test(JsonNode document, JsonPointer path, JsonNode expected) {
        if (!document.at(path).equals(expected)) {
            throw refused("testing value " + path + " failed");
        }
    }

    private static void add(JsonNode document, JsonPointer path, JsonNode value) {
        String last = path.last().getMatchingProperty();
        switch (document.at(path.head())) {
            case ObjectNode parent -> parent.set(last, value);
            case ArrayNode list -> list.insert(last.equals("-") ? list.size() : index(list, last, list.size()), value);
            default -> throw refused("add operation does not apply: doc is missing path: " + path);
        }
    }

    private static JsonNode take(JsonNode document, JsonPointer path) {
        String last = path.last().getMatchingProperty();
        return switch (document.at(path.head())) {
            case ObjectNode parent
            when parent.has(last) -> Optional.ofNullable(parent.remove(last)).orElse(NullNode.getInstance());
            case ArrayNode list -> list.remove(index(list, last, list.size() - 1));
            default ->
                throw refused("remove operation does not apply: doc is missing key: " + path + ": missing value");
        };
    }

    private static int index(ArrayNode list, String text, int highest) {
        if (!text.matches("\\d{1,9}") || Integer.parseInt(text) > highest) {
            throw refused("invalid index " + text + " in a list of " + list.size());
        }
        return Integer.parseInt(text);
    }

    private static ApiError refused(String message) {
        return new ApiError(422, "Invalid", message, ApiError.Subject.NOTHING, new ArrayList<>());
    }
}
