package dev.envctl.sandbox.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Every type that a cluster serves: the built-in ones below, one line each, and those its CustomResourceDefinitions
/// add.
final class ResourceTypes {

    static final ResourceType NAMESPACE = builtIn("", "v1", "Namespace", "namespaces ns", "cluster status");
    static final ResourceType CONFIG_MAP = builtIn("", "v1", "ConfigMap", "configmaps cm", "");
    static final ResourceType SERVICE = builtIn("", "v1", "Service", "services svc", "status");
    static final ResourceType SERVICE_ACCOUNT = builtIn("", "v1", "ServiceAccount", "serviceaccounts sa", "");
    static final ResourceType POD = builtIn("", "v1", "Pod", "pods po", "status");
    static final ResourceType NODE = builtIn("", "v1", "Node", "nodes no", "cluster status");
    static final ResourceType DEPLOYMENT = builtIn("apps", "v1", "Deployment", "deployments deploy", "status");
    static final ResourceType STATEFUL_SET = builtIn("apps", "v1", "StatefulSet", "statefulsets sts", "status");
    static final ResourceType JOB = builtIn("batch", "v1", "Job", "jobs", "status");
    static final ResourceType INGRESS_CLASS =
            builtIn("networking.k8s.io", "v1", "IngressClass", "ingressclasses", "cluster");
    static final ResourceType ROLE = builtIn("rbac.authorization.k8s.io", "v1", "Role", "roles", "");
    static final ResourceType ROLE_BINDING =
            builtIn("rbac.authorization.k8s.io", "v1", "RoleBinding", "rolebindings", "");
    static final ResourceType CLUSTER_ROLE =
            builtIn("rbac.authorization.k8s.io", "v1", "ClusterRole", "clusterroles", "cluster");
    static final ResourceType CLUSTER_ROLE_BINDING =
            builtIn("rbac.authorization.k8s.io", "v1", "ClusterRoleBinding", "clusterrolebindings", "cluster");
    static final ResourceType CUSTOM_RESOURCE_DEFINITION = builtIn(
            "apiextensions.k8s.io",
            "v1",
            "CustomResourceDefinition",
            "customresourcedefinitions crd crds",
            "cluster status");

    static final ResourceType MUTATING_WEBHOOK = builtIn(
            "admissionregistration.k8s.io",
            "v1",
            "MutatingWebhookConfiguration",
            "mutatingwebhookconfigurations",
            "cluster");

    private static final List<ResourceType> BUILT_IN = List.of(
            NAMESPACE,
            CONFIG_MAP,
            builtIn("", "v1", "Secret", "secrets", ""),
            SERVICE,
            SERVICE_ACCOUNT,
            POD,
            NODE,
            builtIn("", "v1", "Event", "events ev", ""),
            builtIn("", "v1", "Endpoints", "endpoints ep", ""),
            builtIn("", "v1", "LimitRange", "limitranges limits", ""),
            builtIn("", "v1", "PersistentVolume", "persistentvolumes pv", "cluster status"),
            builtIn("", "v1", "PersistentVolumeClaim", "persistentvolumeclaims pvc", "status"),
            builtIn("", "v1", "PodTemplate", "podtemplates", ""),
            builtIn("", "v1", "ReplicationController", "replicationcontrollers rc", "status"),
            builtIn("", "v1", "ResourceQuota", "resourcequotas quota", "status"),
            DEPLOYMENT,
            STATEFUL_SET,
            builtIn("apps", "v1", "ReplicaSet", "replicasets rs", "status"),
            builtIn("apps", "v1", "DaemonSet", "daemonsets ds", "status"),
            builtIn("apps", "v1", "ControllerRevision", "controllerrevisions", ""),
            JOB,
            builtIn("batch", "v1", "CronJob", "cronjobs cj", "status"),
            builtIn("autoscaling", "v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers hpa", "status"),
            builtIn("networking.k8s.io", "v1", "Ingress", "ingresses ing", "status"),
            INGRESS_CLASS,
            builtIn("networking.k8s.io", "v1", "NetworkPolicy", "networkpolicies netpol", ""),
            ROLE,
            ROLE_BINDING,
            CLUSTER_ROLE,
            CLUSTER_ROLE_BINDING,
            builtIn("policy", "v1", "PodDisruptionBudget", "poddisruptionbudgets pdb", "status"),
            builtIn("coordination.k8s.io", "v1", "Lease", "leases", ""),
            builtIn("discovery.k8s.io", "v1", "EndpointSlice", "endpointslices", ""),
            builtIn("scheduling.k8s.io", "v1", "PriorityClass", "priorityclasses pc", "cluster"),
            builtIn("storage.k8s.io", "v1", "StorageClass", "storageclasses sc", "cluster"),
            builtIn("storage.k8s.io", "v1", "CSIDriver", "csidrivers", "cluster"),
            MUTATING_WEBHOOK,
            builtIn(
                    "admissionregistration.k8s.io",
                    "v1",
                    "ValidatingWebhookConfiguration",
                    "validatingwebhookconfigurations",
                    "cluster"),
            CUSTOM_RESOURCE_DEFINITION);

    private ResourceTypes() {}

    /// `names` is the plural followed by the short names; `traits` may say `cluster` and `status`.
    private static ResourceType builtIn(String group, String version, String kind, String names, String traits) {
        List<String> words = List.of(names.split(" ", -1));
        return new ResourceType(
                group,
                version,
                kind,
                words.getFirst(),
                words.subList(1, words.size()),
                !traits.contains("cluster"),
                traits.contains("status"),
                false);
    }

    static List<ResourceType> all(ObjectStore store) {
        return Stream.concat(BUILT_IN.stream(), custom(store).stream()).toList();
    }

    static Optional<ResourceType> find(ObjectStore store, String group, String version, String plural) {
        return all(store).stream()
                .filter(type -> type.group().equals(group)
                        && type.version().equals(version)
                        && type.plural().equals(plural))
                .findFirst();
    }

    static Optional<ResourceType> ofKind(ObjectStore store, String apiVersion, String kind) {
        return all(store).stream()
                .filter(type ->
                        type.apiVersion().equals(apiVersion) && type.kind().equals(kind))
                .findFirst();
    }

    private static List<ResourceType> custom(ObjectStore store) {
        List<ResourceType> types = new ArrayList<>();
        for (StoredObject definition : store.list(CUSTOM_RESOURCE_DEFINITION)) {
            JsonNode spec = definition.object().path("spec");
            for (JsonNode version : spec.path("versions")) {
                if (version.path("served").asBoolean(true)) {
                    types.add(custom(spec, version));
                }
            }
        }
        return types;
    }

    private static ResourceType custom(JsonNode spec, JsonNode version) {
        return new ResourceType(
                Json.text(spec, "group"),
                Json.text(version, "name"),
                Json.text(spec, "names", "kind"),
                Json.text(spec, "names", "plural"),
                Json.list(Json.at(spec, "names", "shortNames")),
                Json.text(spec, "scope").equals("Namespaced"),
                version.path("subresources").has("status"),
                true);
    }
}
