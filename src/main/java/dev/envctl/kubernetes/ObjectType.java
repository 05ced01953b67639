package dev.envctl.kubernetes;

import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;

/// The types of objects that kinds are made of. Handled as generic objects: loading fabric8's typed models costs more
/// than a whole listing.
enum ObjectType {
    NAMESPACE("", "Namespace", "namespaces", false),
    CONFIG_MAP("", "ConfigMap", "configmaps", true),
    ROLE("rbac.authorization.k8s.io", "Role", "roles", true),
    ROLE_BINDING("rbac.authorization.k8s.io", "RoleBinding", "rolebindings", true);

    private final String group;
    private final String kind;
    private final String plural;
    private final boolean namespaced;

    ObjectType(String group, String kind, String plural, boolean namespaced) {
        this.group = group;
        this.kind = kind;
        this.plural = plural;
        this.namespaced = namespaced;
    }

    String apiVersion() {
        return group.isEmpty() ? "v1" : group + "/v1";
    }

    String kind() {
        return kind;
    }

    String plural() {
        return plural;
    }

    boolean namespaced() {
        return namespaced;
    }

    ResourceDefinitionContext context() {
        return new ResourceDefinitionContext.Builder()
                .withGroup(group)
                .withVersion("v1")
                .withKind(kind)
                .withPlural(plural)
                .withNamespaced(namespaced)
                .build();
    }
}
