package dev.envctl.sandbox.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.envctl.sandbox.ClusterDirectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// RBAC over the roles and bindings in the store, and the access policies of EKS beside it.
final class Authorization {

    /// What a call wants to do to what.
    record Attempt(String verb, String group, String resource, String subresource, String namespace, String name) {
        String resourceWithSubresource() {
            return subresource.isEmpty() ? resource : resource + "/" + subresource;
        }
    }

    private static final Set<String> READING = Set.of("get", "list", "watch");

    private final ObjectStore store;

    Authorization(ObjectStore store) {
        this.store = store;
    }

    void require(User user, Attempt attempt, ResourceType type) {
        if (!allows(user, attempt)) {
            String where = attempt.namespace().isEmpty()
                    ? "at the cluster scope"
                    : "in the namespace \"" + attempt.namespace() + "\"";
            throw ApiError.forbidden(
                    type,
                    attempt.name(),
                    "User \"%s\" cannot %s resource \"%s\" in API group \"%s\" %s"
                            .formatted(
                                    user.name(),
                                    attempt.verb(),
                                    attempt.resourceWithSubresource(),
                                    attempt.group(),
                                    where));
        }
    }

    boolean allows(User user, Attempt attempt) {
        return user.isAdministrator()
                || user.policies().stream().anyMatch(policy -> policyAllows(policy, attempt))
                || rules(user, attempt.namespace()).stream().anyMatch(rule -> ruleAllows(rule, attempt));
    }

    private static boolean policyAllows(ClusterDirectory.Policy policy, Attempt attempt) {
        boolean inScope = policy.namespaces().isEmpty()
                || (!attempt.namespace().isEmpty() && policy.namespaces().contains(attempt.namespace()));
        boolean reads = READING.contains(attempt.verb());
        boolean isRbac = attempt.group().startsWith("rbac.");
        return inScope
                && switch (policy.arn().substring(policy.arn().lastIndexOf('/') + 1)) {
                    case "AmazonEKSClusterAdminPolicy" -> true;
                    case "AmazonEKSAdminPolicy" -> !attempt.namespace().isEmpty();
                    case "AmazonEKSEditPolicy" -> !attempt.namespace().isEmpty() && !isRbac;
                    case "AmazonEKSViewPolicy" ->
                        reads && !isRbac && !attempt.resource().equals("secrets");
                    case "AmazonEKSAdminViewPolicy" -> reads;
                    default -> false;
                };
    }

    private List<JsonNode> rules(User user, String namespace) {
        List<JsonNode> rules = new ArrayList<>();
        for (StoredObject binding : store.list(ResourceTypes.CLUSTER_ROLE_BINDING)) {
            addRules(rules, user, binding);
        }
        for (StoredObject binding : store.list(ResourceTypes.ROLE_BINDING)) {
            if (binding.namespace().equals(namespace)) {
                addRules(rules, user, binding);
            }
        }
        return rules;
    }

    private void addRules(List<JsonNode> rules, User user, StoredObject binding) {
        boolean isMeant = Json.elements(binding.object().path("subjects")).stream()
                .anyMatch(subject -> switch (Json.text(subject, "kind")) {
                    case "User" -> Json.text(subject, "name").equals(user.name());
                    case "Group" -> user.groups().contains(Json.text(subject, "name"));
                    default -> false;
                });
        if (isMeant) {
            JsonNode reference = binding.object().path("roleRef");
            boolean isClusterRole = Json.text(reference, "kind").equals("ClusterRole");
            store.find(
                            isClusterRole ? ResourceTypes.CLUSTER_ROLE : ResourceTypes.ROLE,
                            isClusterRole ? "" : binding.namespace(),
                            Json.text(reference, "name"))
                    .ifPresent(role -> rules.addAll(Json.elements(role.object().path("rules"))));
        }
    }

    static boolean ruleAllows(JsonNode rule, Attempt attempt) {
        List<String> names = Json.list(rule.path("resourceNames"));
        return covers(rule.path("verbs"), attempt.verb())
                && covers(rule.path("apiGroups"), attempt.group())
                && covers(rule.path("resources"), attempt.resourceWithSubresource())
                && (names.isEmpty() || names.contains(attempt.name()));
    }

    private static boolean covers(JsonNode list, String word) {
        List<String> words = Json.list(list);
        return words.contains("*") || words.contains(word);
    }
}
