package dev.envctl.sandbox.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Collectors;

/// How many copies of a workload there are to be, as an object of its own (`deployments/NAME/scale`): what
/// `kubectl scale` reads and writes.
record Scales(Objects objects, ObjectStore store) {

    static final String SUBRESOURCE = "scale";

    private static final List<ResourceType> SCALED = List.of(ResourceTypes.DEPLOYMENT, ResourceTypes.STATEFUL_SET);

    static boolean has(ResourceType type) {
        return SCALED.contains(type);
    }

    JsonNode perform(Target target, ApiRequest request) {
        if (!has(target.type())) {
            throw ApiError.noSuchPath();
        }
        StoredObject live = store.get(target.type(), target.namespace(), target.name());
        return switch (target.verb(request)) {
            case "get" -> scale(live.object());
            case "update" -> write(target, live, Json.read(request.body()), request);
            case "patch" -> write(target, live, Objects.patched(target, scale(live.object()), request), request);
            default -> throw ApiError.methodNotAllowed();
        };
    }

    private JsonNode write(Target target, StoredObject live, JsonNode scale, ApiRequest request) {
        ObjectNode object = live.copy();
        Json.child(object, "spec")
                .put("replicas", Json.at(scale, "spec", "replicas").asInt());
        // whoever read another version than this one is told so
        Json.metadata(object).put("resourceVersion", Json.text(scale, "metadata", "resourceVersion"));
        return scale(objects.keepChanged(target, live, object, request));
    }

    private static ObjectNode scale(JsonNode workload) {
        ObjectNode scale = Json.object().put("kind", "Scale").put("apiVersion", "autoscaling/v1");
        for (String field : List.of("name", "namespace", "uid", "resourceVersion", "creationTimestamp")) {
            Json.metadata(scale).put(field, Json.text(workload, "metadata", field));
        }
        int wanted = Json.at(workload, "spec", "replicas").asInt(1);
        scale.putObject("spec").put("replicas", wanted);
        scale.putObject("status")
                .put("replicas", Json.at(workload, "status", "replicas").asInt())
                .put("selector", selector(workload));
        return scale;
    }

    private static String selector(JsonNode workload) {
        return Json.map(Json.at(workload, "spec", "selector", "matchLabels")).entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .collect(Collectors.joining(","));
    }
}
