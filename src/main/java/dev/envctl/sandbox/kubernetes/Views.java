package dev.envctl.sandbox.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;

/// The form in which a client asked for objects: whole, as a table for people, or their metadata alone.
final class Views {

    private Views() {}

    static JsonNode of(JsonNode answer, ResourceType type, ApiRequest request, Instant now) {
        if (Json.text(answer, "kind").equals("Status")) {
            return answer;
        }
        boolean isList = answer.path("items").isArray();
        List<JsonNode> objects = isList ? Json.elements(answer.path("items")) : List.of(answer);
        if (request.wantsTable()) {
            return table(answer, objects, type, request, now);
        }
        if (!request.wantsMetadataOnly()) {
            return answer;
        }
        return isList ? metadataList(answer, objects) : metadata(answer);
    }

    private static JsonNode table(
            JsonNode answer, List<JsonNode> objects, ResourceType type, ApiRequest request, Instant now) {
        ObjectNode table = Json.object().put("kind", "Table").put("apiVersion", "meta.k8s.io/v1");
        ObjectNode metadata = table.putObject("metadata");
        for (String key : List.of("resourceVersion", "continue", "remainingItemCount")) {
            if (Json.at(answer, "metadata").has(key)) {
                metadata.set(key, Json.at(answer, "metadata", key));
            }
        }
        List<Columns.Column> columns = Columns.of(type);
        ArrayNode definitions = table.putArray("columnDefinitions");
        for (Columns.Column column : columns) {
            definitions
                    .addObject()
                    .put("name", column.title())
                    .put("type", "string")
                    .put("format", column.title().equals("Name") ? "name" : "")
                    .put("description", "")
                    .put("priority", 0);
        }
        ArrayNode rows = table.putArray("rows");
        for (JsonNode object : objects) {
            ObjectNode row = rows.addObject();
            ArrayNode cells = row.putArray("cells");
            columns.forEach(column -> cells.add(column.cell().apply(object, now)));
            row.set("object", request.parameter("includeObject").equals("Object") ? object : metadata(object));
        }
        return table;
    }

    private static ObjectNode metadata(JsonNode object) {
        ObjectNode partial = Json.object().put("kind", "PartialObjectMetadata").put("apiVersion", "meta.k8s.io/v1");
        partial.set("metadata", object.path("metadata"));
        return partial;
    }

    private static JsonNode metadataList(JsonNode answer, List<JsonNode> objects) {
        ObjectNode list = Json.object().put("kind", "PartialObjectMetadataList").put("apiVersion", "meta.k8s.io/v1");
        list.set("metadata", answer.path("metadata"));
        ArrayNode items = list.putArray("items");
        objects.forEach(object -> items.add(metadata(object)));
        return list;
    }
}
