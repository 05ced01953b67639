package dev.envctl.sandbox.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Predicate;

/// A collection narrowed by namespace and selectors, in pages.
final class Listing {

    private final ObjectStore store;

    Listing(ObjectStore store) {
        this.store = store;
    }

    static Predicate<StoredObject> condition(Target target, ApiRequest request) {
        Predicate<JsonNode> labels = Selector.labels(request.parameter("labelSelector"));
        Predicate<JsonNode> fields = Selector.fields(request.parameter("fieldSelector"), target.type());
        return row -> (target.namespace().isEmpty() || row.namespace().equals(target.namespace()))
                && (target.isCollection() || row.name().equals(target.name()))
                && labels.test(row.object())
                && fields.test(row.object());
    }

    List<StoredObject> select(Target target, ApiRequest request) {
        Predicate<StoredObject> condition = condition(target, request);
        return store.list(target.type()).stream().filter(condition).toList();
    }

    JsonNode list(Target target, ApiRequest request) {
        String after = decode(request.parameter("continue"));
        List<StoredObject> rest = select(target, request).stream()
                .filter(row -> row.key().compareTo(after) > 0)
                .toList();
        int limit = limit(request);
        List<StoredObject> page = rest.subList(0, Math.min(limit, rest.size()));
        ObjectNode list =
                envelope(target.type(), page.stream().map(StoredObject::object).toList(), store.version());
        if (page.size() < rest.size()) {
            Json.metadata(list)
                    .put("continue", encode(page.getLast().key()))
                    .put("remainingItemCount", rest.size() - page.size());
        }
        return list;
    }

    static ObjectNode envelope(ResourceType type, List<JsonNode> objects, long version) {
        ObjectNode list = Json.object();
        list.put("kind", type.kind() + "List").put("apiVersion", type.apiVersion());
        list.putObject("metadata").put("resourceVersion", Long.toString(version));
        ArrayNode items = list.putArray("items");
        objects.forEach(items::add);
        return list;
    }

    private static int limit(ApiRequest request) {
        String limit = request.parameter("limit");
        return limit.matches("[1-9]\\d{0,8}") ? Integer.parseInt(limit) : Integer.MAX_VALUE;
    }

    /// Where a list goes on: opaque to clients, the last key to us.
    private static String encode(String key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }

    private static String decode(String token) {
        try {
            return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException foreign) {
            throw ApiError.badRequest("continue key is not valid: " + foreign.getMessage());
        }
    }
}
