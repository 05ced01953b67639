package dev.envctl.kubernetes;

import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;

/// The types of objects that kinds are made of. Handled as generic objects: loading fabric8's typed models costs more
/// than a whole listing.
enum ObjectType {
    NAMESPACE("", "Namespace", "namespaces", false),
    CONFIG_MAP("", "ConfigMap", "configmaps", true),
    ROLE("rbac.authorization.k8s.io", "Role", "roles", true),
    ROLE_BINDING("rbac.authorization.k8s.io", "RoleBinding", "rolebindings", true),
    POD("", "Pod", "pods", true),
    SERVICE("", "Service", "services", true),
    EVENT("", "Event", "events", true),
    DEPLOYMENT("apps", "Deployment", "deployments", true),
    INGRESS("networking.k8s.io", "Ingress", "ingresses", true),
    TARGET_GROUP_BINDING("elbv2.k8s.aws", "v1beta1", "TargetGroupBinding", "targetgroupbindings", true);

    private final String group;
    private final String version;
    private final String kind;
    private final String plural;
    private final boolean namespaced;

    ObjectType(String group, String kind, String plural, boolean namespaced) {
        this(group, "v1", kind, plural, namespaced);
    }

    ObjectType(String group, String version, String kind, String plural, boolean namespaced) {
        this.group = group;
        this.version = version;
        this.kind = kind;
        this.plural = plural;
        this.namespaced = namespaced;
    }

    String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
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
                .withVersion(version)
                .withKind(kind)
                .withPlural(plural)
                .withNamespaced(namespaced)
                .build();
    }
}
