package dev.envctl.kubernetes;

import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;

/// A type of objects, as a cluster serves it. Objects are handled as generic ones: loading fabric8's typed models costs
/// more than a whole listing.
record ObjectType(String group, String version, String kind, String plural, boolean namespaced) {

    static final ObjectType NAMESPACE = new ObjectType("", "v1", "Namespace", "namespaces", false);
    static final ObjectType CONFIG_MAP = new ObjectType("", "v1", "ConfigMap", "configmaps", true);
    static final ObjectType SECRET = new ObjectType("", "v1", "Secret", "secrets", true);
    static final ObjectType SERVICE_ACCOUNT = new ObjectType("", "v1", "ServiceAccount", "serviceaccounts", true);
    static final ObjectType ROLE = new ObjectType("rbac.authorization.k8s.io", "v1", "Role", "roles", true);
    static final ObjectType ROLE_BINDING =
            new ObjectType("rbac.authorization.k8s.io", "v1", "RoleBinding", "rolebindings", true);
    static final ObjectType CUSTOM_RESOURCE_DEFINITION = new ObjectType(
            "apiextensions.k8s.io", "v1", "CustomResourceDefinition", "customresourcedefinitions", false);

    static final ObjectType POD = new ObjectType("", "v1", "Pod", "pods", true);
    static final ObjectType SERVICE = new ObjectType("", "v1", "Service", "services", true);
    static final ObjectType EVENT = new ObjectType("", "v1", "Event", "events", true);
    static final ObjectType DEPLOYMENT = new ObjectType("apps", "v1", "Deployment", "deployments", true);
    static final ObjectType INGRESS = new ObjectType("networking.k8s.io", "v1", "Ingress", "ingresses", true);
    static final ObjectType TARGET_GROUP_BINDING =
            new ObjectType("elbv2.k8s.aws", "v1beta1", "TargetGroupBinding", "targetgroupbindings", true);

    String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
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
