package dev.envctl.sandbox.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What the server says about itself: groups, versions, types, and just enough OpenAPI for kubectl to leave validation
/// to the server.
final class Discovery {

    /// What `kubectl get all` means.
    private static final Set<String> ALL = Set.of(
            "pods",
            "services",
            "replicationcontrollers",
            "deployments.apps",
            "replicasets.apps",
            "statefulsets.apps",
            "daemonsets.apps",
            "jobs.batch",
            "cronjobs.batch",
            "horizontalpodautoscalers.autoscaling");

    private final List<ResourceType> types;

    Discovery(ObjectStore store) {
        this.types = ResourceTypes.all(store);
    }

    /// Empty when the path names objects.
    Optional<JsonNode> answer(List<String> path, String kubernetesVersion) {
        return switch (path.isEmpty() ? "" : path.getFirst()) {
            case "version" -> Optional.of(version(kubernetesVersion));
            case "api" -> path.size() == 1 ? Optional.of(coreVersions()) : resources(path, 2, "");
            case "apis" ->
                switch (path.size()) {
                    case 1 -> Optional.of(groups());
                    case 2 -> Optional.of(group(path.get(1)));
                    default -> resources(path, 3, path.get(1));
                };
            case "openapi" -> Optional.of(openApi(path));
            default -> throw ApiError.noSuchPath();
        };
    }

    private static JsonNode version(String kubernetesVersion) {
        String[] parts = kubernetesVersion.split("\\.", -1);
        return Json.object()
                .put("major", parts[0])
                .put("minor", parts.length > 1 ? parts[1] : "0")
                .put("gitVersion", "v" + kubernetesVersion + ".0-eks-sandbox")
                .put("gitCommit", "")
                .put("gitTreeState", "clean")
                .put("buildDate", "1970-01-01T00:00:00Z")
                .put("goVersion", "")
                .put("compiler", "")
                .put("platform", "linux/amd64");
    }

    private static JsonNode coreVersions() {
        ObjectNode versions = Json.object().put("kind", "APIVersions");
        versions.putArray("versions").add("v1");
        versions.putArray("serverAddressByClientCIDRs");
        return versions;
    }

    private JsonNode groups() {
        ObjectNode list = Json.object().put("kind", "APIGroupList").put("apiVersion", "v1");
        ArrayNode groups = list.putArray("groups");
        types.stream()
                .map(ResourceType::group)
                .filter(group -> !group.isEmpty())
                .distinct()
                .forEach(group -> groups.add(groupBody(group)));
        groups.add(reviewGroup());
        return list;
    }

    private JsonNode group(String group) {
        if (types.stream().noneMatch(type -> type.group().equals(group)) && !group.equals(Reviews.GROUP)) {
            throw ApiError.noSuchPath();
        }
        ObjectNode body = group.equals(Reviews.GROUP) ? reviewGroup() : groupBody(group);
        return body.put("kind", "APIGroup").put("apiVersion", "v1");
    }

    private ObjectNode groupBody(String group) {
        SequencedSet<String> versions = types.stream()
                .filter(type -> type.group().equals(group))
                .map(ResourceType::version)
                .collect(Collectors.toCollection(TreeSet::new));
        return groupBody(group, versions);
    }

    private static ObjectNode reviewGroup() {
        return groupBody(Reviews.GROUP, new TreeSet<>(List.of("v1")));
    }

    private static ObjectNode groupBody(String group, SequencedSet<String> versions) {
        ObjectNode body = Json.object().put("name", group);
        for (String version : versions) {
            body.withArray("versions")
                    .addObject()
                    .put("groupVersion", group + "/" + version)
                    .put("version", version);
        }
        String preferred = versions.getLast();
        body.putObject("preferredVersion")
                .put("groupVersion", group + "/" + preferred)
                .put("version", preferred);
        return body;
    }

    private Optional<JsonNode> resources(List<String> path, int length, String group) {
        if (path.size() != length) {
            return Optional.empty();
        }
        String version = path.getLast();
        ObjectNode list = Json.object().put("kind", "APIResourceList").put("apiVersion", "v1");
        list.put("groupVersion", group.isEmpty() ? version : group + "/" + version);
        ArrayNode resources = list.putArray("resources");
        types.stream()
                .filter(type -> type.group().equals(group) && type.version().equals(version))
                .forEach(type -> describe(type, resources));
        if (group.equals(Reviews.GROUP)) {
            resources
                    .addObject()
                    .put("name", "selfsubjectaccessreviews")
                    .put("singularName", "")
                    .put("namespaced", false)
                    .put("kind", "SelfSubjectAccessReview")
                    .set("verbs", Json.array().add("create"));
        }
        if (resources.isEmpty()) {
            throw ApiError.noSuchPath();
        }
        return Optional.of(list);
    }

    private static void describe(ResourceType type, ArrayNode resources) {
        ObjectNode resource = resources
                .addObject()
                .put("name", type.plural())
                .put("singularName", type.singular())
                .put("namespaced", type.namespaced())
                .put("kind", type.kind());
        resource.set("verbs", Json.texts(ResourceType.VERBS));
        if (!type.shortNames().isEmpty()) {
            resource.set("shortNames", Json.texts(type.shortNames()));
        }
        if (ALL.contains(type.qualifiedName())) {
            resource.putArray("categories").add("all");
        }
        if (type.hasStatus()) {
            subresource(type, "status", resources).put("kind", type.kind());
        }
        if (Scales.has(type)) {
            subresource(type, Scales.SUBRESOURCE, resources)
                    .put("group", "autoscaling")
                    .put("version", "v1")
                    .put("kind", "Scale");
        }
    }

    private static ObjectNode subresource(ResourceType type, String name, ArrayNode resources) {
        ObjectNode resource = resources
                .addObject()
                .put("name", type.plural() + "/" + name)
                .put("singularName", "")
                .put("namespaced", type.namespaced());
        resource.set("verbs", Json.texts(List.of("get", "patch", "update")));
        return resource;
    }

    /// The addresses are relative to the server, so without the prefix under which a cluster is mounted.
    private JsonNode openApi(List<String> path) {
        if (path.size() < 2 || !path.get(1).equals("v3")) {
            throw ApiError.noSuchPath();
        }
        ObjectNode document = Json.object();
        if (path.size() == 2) {
            ObjectNode paths = document.putObject("paths");
            types.stream()
                    .map(Discovery::root)
                    .distinct()
                    .forEach(root ->
                            paths.putObject(root).put("serverRelativeURL", "/openapi/v3/" + root + "?hash=sandbox"));
            return document;
        }
        String root = String.join("/", path.subList(2, path.size()));
        document.put("openapi", "3.0.0");
        document.putObject("info").put("title", "Kubernetes").put("version", "sandbox");
        ObjectNode paths = document.putObject("paths");
        types.stream().filter(type -> root(type).equals(root)).forEach(type -> operations(type, paths));
        document.putObject("components").putObject("schemas");
        return document;
    }

    private static String root(ResourceType type) {
        return (type.group().isEmpty() ? "api/" : "apis/") + type.apiVersion();
    }

    private static void operations(ResourceType type, ObjectNode paths) {
        String path =
                "/" + root(type) + (type.namespaced() ? "/namespaces/{namespace}/" : "/") + type.plural() + "/{name}";
        ObjectNode patch = paths.putObject(path).putObject("patch");
        for (String parameter : List.of("dryRun", "fieldValidation", "fieldManager", "force")) {
            patch.withArray("parameters").addObject().put("name", parameter).put("in", "query");
        }
        patch.putObject("x-kubernetes-group-version-kind")
                .put("group", type.group())
                .put("version", type.version())
                .put("kind", type.kind());
        patch.putObject("responses");
    }
}
