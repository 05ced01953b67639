package dev.envctl.sandbox.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What `kubectl get` prints of each type between NAME and AGE.
final class Columns {

    /// A column; `cell` takes the object and the present time.
    record Column(String title, BiFunction<JsonNode, Instant, String> cell) {}

    private static final Map<String, List<Column>> BY_TYPE = Map.ofEntries(
            Map.entry("namespaces", List.of(text("Status", "status", "phase"))),
            Map.entry("configmaps", List.of(size("Data", "data"))),
            Map.entry("secrets", List.of(text("Type", "type"), size("Data", "data"))),
            Map.entry("serviceaccounts", List.of(size("Secrets", "secrets"))),
            Map.entry(
                    "services",
                    List.of(
                            text("Type", "spec", "type"),
                            text("Cluster-IP", "spec", "clusterIP"),
                            new Column("External-IP", (object, now) -> address(object)),
                            new Column("Port(s)", (object, now) -> ports(object)))),
            Map.entry(
                    "pods",
                    List.of(
                            new Column("Ready", (object, now) -> readyContainers(object)),
                            text("Status", "status", "phase"),
                            new Column("Restarts", (object, now) -> "0"))),
            Map.entry(
                    "nodes",
                    List.of(
                            new Column("Status", (object, now) -> "Ready"),
                            new Column("Roles", (object, now) -> "<none>"),
                            text("Version", "status", "nodeInfo", "kubeletVersion"))),
            Map.entry(
                    "events",
                    List.of(
                            text("Type", "type"),
                            text("Reason", "reason"),
                            text("Object", "involvedObject", "name"),
                            text("Message", "message"))),
            Map.entry(
                    "deployments.apps",
                    List.of(
                            new Column("Ready", (object, now) -> replicas(object)),
                            number("Up-to-date", "status", "updatedReplicas"),
                            number("Available", "status", "availableReplicas"))),
            Map.entry("statefulsets.apps", List.of(new Column("Ready", (object, now) -> replicas(object)))),
            Map.entry(
                    "jobs.batch",
                    List.of(
                            new Column(
                                    "Status",
                                    (object, now) ->
                                            number(object, "status", "succeeded") > 0 ? "Complete" : "Running"),
                            new Column("Completions", (object, now) -> number(object, "status", "succeeded") + "/1"))),
            Map.entry(
                    "ingresses.networking.k8s.io",
                    List.of(
                            text("Class", "spec", "ingressClassName"),
                            new Column("Hosts", (object, now) -> hosts(object)),
                            new Column("Address", (object, now) -> address(object)),
                            new Column("Ports", (object, now) -> "80"))),
            Map.entry("ingressclasses.networking.k8s.io", List.of(text("Controller", "spec", "controller"))),
            Map.entry(
                    "rolebindings.rbac.authorization.k8s.io",
                    List.of(new Column("Role", (object, now) -> role(object)))),
            Map.entry(
                    "clusterrolebindings.rbac.authorization.k8s.io",
                    List.of(new Column("Role", (object, now) -> role(object)))),
            Map.entry("storageclasses.storage.k8s.io", List.of(text("Provisioner", "provisioner"))));

    private static final Column NAME = text("Name", "metadata", "name");
    private static final Column AGE = new Column("Age", Columns::age);
    private static final Column CREATED_AT = text("Created At", "metadata", "creationTimestamp");

    private Columns() {}

    static List<Column> of(ResourceType type) {
        List<Column> between = BY_TYPE.getOrDefault(type.qualifiedName(), List.of());
        boolean isRoleLike = type.plural().endsWith("roles") || type.equals(ResourceTypes.CUSTOM_RESOURCE_DEFINITION);
        return Stream.of(List.of(NAME), between, List.of(isRoleLike ? CREATED_AT : AGE))
                .flatMap(List::stream)
                .toList();
    }

    private static Column text(String title, String... path) {
        return new Column(title, (object, now) -> {
            String text = Json.text(object, path);
            return text.isEmpty() ? "<none>" : text;
        });
    }

    private static Column number(String title, String... path) {
        return new Column(title, (object, now) -> Integer.toString(number(object, path)));
    }

    private static Column size(String title, String... path) {
        return new Column(
                title, (object, now) -> Integer.toString(Json.at(object, path).size()));
    }

    private static int number(JsonNode object, String... path) {
        return Json.at(object, path).asInt();
    }

    private static String replicas(JsonNode object) {
        return number(object, "status", "readyReplicas") + "/"
                + Json.at(object, "spec", "replicas").asInt(1);
    }

    private static String readyContainers(JsonNode object) {
        List<JsonNode> statuses = Json.elements(Json.at(object, "status", "containerStatuses"));
        long ready =
                statuses.stream().filter(each -> each.path("ready").asBoolean()).count();
        return ready + "/" + Math.max(Json.at(object, "spec", "containers").size(), statuses.size());
    }

    private static String address(JsonNode object) {
        JsonNode first = Json.at(object, "status", "loadBalancer", "ingress").path(0);
        String address = Json.text(first, "hostname") + Json.text(first, "ip");
        return address.isEmpty() ? "<none>" : address;
    }

    private static String ports(JsonNode object) {
        return Json.elements(Json.at(object, "spec", "ports")).stream()
                .map(port -> Json.text(port, "port") + "/" + Json.text(port, "protocol"))
                .collect(Collectors.joining(","));
    }

    private static String hosts(JsonNode object) {
        String hosts = Json.elements(Json.at(object, "spec", "rules")).stream()
                .map(rule -> Json.text(rule, "host"))
                .filter(host -> !host.isEmpty())
                .collect(Collectors.joining(","));
        return hosts.isEmpty() ? "*" : hosts;
    }

    private static String role(JsonNode object) {
        return Json.text(object, "roleRef", "kind") + "/" + Json.text(object, "roleRef", "name");
    }

    private static String age(JsonNode object, Instant now) {
        String created = Json.text(object, "metadata", "creationTimestamp");
        if (created.isEmpty()) {
            return "<unknown>";
        }
        Duration age = Duration.between(Instant.parse(created), now);
        if (age.toSeconds() < 120) {
            return Math.max(0, age.toSeconds()) + "s";
        }
        if (age.toMinutes() < 120) {
            return age.toMinutes() + "m";
        }
        return age.toHours() < 48 ? age.toHours() + "h" : age.toDays() + "d";
    }
}
