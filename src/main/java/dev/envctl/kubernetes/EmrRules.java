package dev.envctl.kubernetes;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the Kubernetes user of Amazon EMR has to be allowed in a namespace, as the EMR on EKS guide and eksctl grant
/// it. Without the rules on claims and ingresses, jobs run and interactive endpoints fail.
final class EmrRules {

    record Rule(String group, List<String> resources, List<String> verbs) {
        Map<String, Object> toMap() {
            return Map.of("apiGroups", List.of(group), "resources", resources, "verbs", verbs);
        }
    }

    private static final List<String> FULL =
            List.of("get", "list", "watch", "describe", "create", "edit", "delete", "annotate", "patch", "label");
    private static final List<String> FULL_AND_COLLECTIONS =
            Stream.concat(FULL.stream(), Stream.of("deletecollection")).toList();

    static final List<Rule> RULES = List.of(
            new Rule("", List.of("namespaces"), List.of("get")),
            new Rule(
                    "",
                    List.of("serviceaccounts", "services", "configmaps", "events", "pods", "pods/log"),
                    FULL_AND_COLLECTIONS),
            new Rule("", List.of("secrets"), List.of("create", "patch", "delete", "watch")),
            new Rule("", List.of("persistentvolumeclaims"), FULL_AND_COLLECTIONS),
            new Rule("apps", List.of("statefulsets", "deployments"), FULL),
            new Rule("batch", List.of("jobs"), FULL),
            new Rule("extensions", List.of("ingresses"), FULL),
            new Rule("networking.k8s.io", List.of("ingresses"), FULL),
            new Rule("rbac.authorization.k8s.io", List.of("roles", "rolebindings"), FULL_AND_COLLECTIONS),
            new Rule(
                    "scheduling.volcano.sh",
                    List.of("podgroups"),
                    List.of("get", "list", "watch", "create", "delete", "update")));

    private record Permission(String group, String resource, String verb) {}

    private EmrRules() {}

    static List<Map<String, Object>> asMaps() {
        return RULES.stream().map(Rule::toMap).toList();
    }

    /// What `liveRules` lack, resource by resource: `jobs.batch: create, delete`. Empty when nothing is missing;
    /// what they allow beyond is nobody's loss.
    static List<String> missing(List<?> liveRules) {
        Set<Permission> allowed = new LinkedHashSet<>();
        liveRules.forEach(rule -> allowed.addAll(permissions(rule)));
        SequencedMap<String, List<String>> missing = new LinkedHashMap<>();
        for (Permission needed : needed()) {
            if (!isCovered(needed, allowed)) {
                String resource =
                        needed.group().isEmpty() ? needed.resource() : needed.resource() + "." + needed.group();
                missing.computeIfAbsent(resource, _ -> new ArrayList<>()).add(needed.verb());
            }
        }
        return missing.entrySet().stream()
                .map(entry -> entry.getKey() + ": " + verbs(entry.getValue()))
                .toList();
    }

    private static String verbs(List<String> missing) {
        return missing.size() > 8 ? "everything" : String.join(", ", missing);
    }

    private static boolean isCovered(Permission needed, Set<Permission> allowed) {
        return Stream.of(needed.verb(), "*")
                .flatMap(verb -> Stream.of(needed.resource(), "*")
                        .flatMap(resource ->
                                Stream.of(needed.group(), "*").map(group -> new Permission(group, resource, verb))))
                .anyMatch(allowed::contains);
    }

    private static SequencedSet<Permission> needed() {
        return asMaps().stream()
                .flatMap(rule -> permissions(rule).stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static List<Permission> permissions(Object rule) {
        List<Permission> permissions = new ArrayList<>();
        for (String group : texts(rule, "apiGroups")) {
            for (String resource : texts(rule, "resources")) {
                for (String verb : texts(rule, "verbs")) {
                    permissions.add(new Permission(group, resource, verb));
                }
            }
        }
        return permissions;
    }

    private static List<String> texts(Object rule, String key) {
        return rule instanceof Map<?, ?> map && map.get(key) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }
}
