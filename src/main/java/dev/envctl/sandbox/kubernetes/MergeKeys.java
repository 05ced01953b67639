package dev.envctl.sandbox.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which lists are maps in disguise. The real server reads this from each type's schema; the names are unambiguous
/// enough to go by name. Every other list is one value.
final class MergeKeys {

    private static final Map<String, List<String>> KEYS = Map.ofEntries(
            Map.entry("containers", List.of("name")),
            Map.entry("initContainers", List.of("name")),
            Map.entry("ephemeralContainers", List.of("name")),
            Map.entry("volumes", List.of("name")),
            Map.entry("env", List.of("name")),
            Map.entry("imagePullSecrets", List.of("name")),
            Map.entry("secrets", List.of("name")),
            Map.entry("webhooks", List.of("name")),
            Map.entry("volumeMounts", List.of("mountPath")),
            Map.entry("hostAliases", List.of("ip")),
            Map.entry("conditions", List.of("type")),
            Map.entry("ownerReferences", List.of("uid")));

    private MergeKeys() {}

    /// The fields by which the elements of a list are told apart; empty when the list is one value.
    static Optional<List<String>> of(String field, JsonNode list) {
        if (!Json.elements(list).stream().allMatch(JsonNode::isObject)) {
            return Optional.empty();
        }
        if (field.equals("ports")) {
            String port = list.path(0).has("containerPort") ? "containerPort" : "port";
            return Optional.of(List.of(port, "protocol"));
        }
        return Optional.ofNullable(KEYS.get(field));
    }

    static boolean isSet(String field) {
        return field.equals("finalizers");
    }

    static boolean sameElement(JsonNode one, JsonNode other, List<String> keys) {
        return keys.stream().allMatch(key -> keyValue(one, key).equals(keyValue(other, key)));
    }

    static String keyValue(JsonNode element, String key) {
        return element.path(key).asText(key.equals("protocol") ? "TCP" : "");
    }
}
