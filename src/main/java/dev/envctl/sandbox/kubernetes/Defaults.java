package dev.envctl.sandbox.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/// Fields that the server fills in. Only those that somebody reads back.
final class Defaults {

    private Defaults() {}

    static void fill(ResourceType type, ObjectNode object, ObjectStore store) {
        switch (type.plural()) {
            case "namespaces" -> namespace(object);
            case "secrets" -> secret(object);
            case "services" -> service(object, store);
            case "deployments", "statefulsets" -> {
                putIfMissing(Json.child(object, "spec"), "replicas", 1);
                podTemplate(object);
            }
            case "daemonsets", "jobs" -> podTemplate(object);
            case "pods" -> {
                putIfMissing(Json.child(object, "status"), "phase", "Pending");
                containers(object);
            }
            case "rolebindings", "clusterrolebindings" -> binding(object);
            case "ingresses" -> Json.child(Json.child(object, "status"), "loadBalancer");
            case "customresourcedefinitions" -> definition(object, store);
            default -> {
                // served as it came
            }
        }
    }

    private static void namespace(ObjectNode object) {
        ObjectNode metadata = Json.metadata(object);
        Json.child(metadata, "labels").put("kubernetes.io/metadata.name", Json.text(metadata, "name"));
        if (!metadata.has("deletionTimestamp")) {
            Json.child(object, "spec").set("finalizers", Json.array().add("kubernetes"));
            Json.child(object, "status").put("phase", "Active");
        }
    }

    private static void secret(ObjectNode object) {
        putIfMissing(object, "type", "Opaque");
        if (object.remove("stringData") instanceof ObjectNode texts) {
            ObjectNode data = Json.child(object, "data");
            for (Map.Entry<String, JsonNode> entry : texts.properties()) {
                byte[] bytes = entry.getValue().asText().getBytes(StandardCharsets.UTF_8);
                data.put(entry.getKey(), Base64.getEncoder().encodeToString(bytes));
            }
        }
    }

    private static void service(ObjectNode object, ObjectStore store) {
        ObjectNode spec = Json.child(object, "spec");
        putIfMissing(spec, "type", "ClusterIP");
        putIfMissing(spec, "sessionAffinity", "None");
        if (!spec.has("clusterIP")) {
            long number = store.version();
            putIfMissing(spec, "clusterIP", "172.20.%d.%d".formatted(number / 250 % 250, number % 250 + 1));
        }
        spec.path("ports").forEach(port -> {
            if (port instanceof ObjectNode node) {
                putIfMissing(node, "protocol", "TCP");
                if (!node.has("targetPort")) {
                    node.set("targetPort", node.path("port"));
                }
            }
        });
        Json.child(Json.child(object, "status"), "loadBalancer");
    }

    private static void podTemplate(ObjectNode object) {
        if (Json.at(object, "spec", "template") instanceof ObjectNode template) {
            containers(template);
        }
    }

    private static void containers(ObjectNode pod) {
        for (String list : new String[] {"containers", "initContainers"}) {
            Json.at(pod, "spec", list)
                    .forEach(container -> container.path("ports").forEach(port -> {
                        if (port instanceof ObjectNode node) {
                            putIfMissing(node, "protocol", "TCP");
                        }
                    }));
        }
    }

    private static void binding(ObjectNode object) {
        putIfMissing(Json.child(object, "roleRef"), "apiGroup", "rbac.authorization.k8s.io");
        object.path("subjects").forEach(subject -> {
            if (subject instanceof ObjectNode node && !Json.text(node, "kind").equals("ServiceAccount")) {
                putIfMissing(node, "apiGroup", "rbac.authorization.k8s.io");
            }
        });
    }

    private static void definition(ObjectNode object, ObjectStore store) {
        ObjectNode status = Json.child(object, "status");
        status.set("acceptedNames", Json.at(object, "spec", "names"));
        if (!status.has("conditions")) {
            for (String condition : new String[] {"NamesAccepted", "Established"}) {
                status.withArray("conditions")
                        .addObject()
                        .put("type", condition)
                        .put("status", "True")
                        .put("lastTransitionTime", store.timestamp());
            }
        }
    }

    private static void putIfMissing(ObjectNode node, String key, String text) {
        if (!node.has(key)) {
            node.put(key, text);
        }
    }

    private static void putIfMissing(ObjectNode node, String key, int number) {
        if (!node.has(key)) {
            node.put(key, number);
        }
    }
}
