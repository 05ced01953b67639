package dev.envctl.sandbox.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// The ConfigMap `kube-system/aws-auth`: YAML inside YAML. Text that does not parse maps nobody.
final class AwsAuth {

    private AwsAuth() {}

    static List<JsonNode> mappings(ObjectStore store) {
        return store.find(ResourceTypes.CONFIG_MAP, "kube-system", "aws-auth").stream()
                .map(row -> row.object().path("data"))
                .flatMap(data -> Stream.of("mapRoles", "mapUsers").map(key -> Json.text(data, key)))
                .flatMap(text -> read(text).stream())
                .toList();
    }

    private static List<JsonNode> read(String text) {
        try {
            return text.isBlank() ? List.of() : Json.elements(Json.yaml(text));
        } catch (YamlEngineException broken) {
            return List.of();
        }
    }
}
