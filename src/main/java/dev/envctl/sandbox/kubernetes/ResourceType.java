package dev.envctl.sandbox.kubernetes;

import java.util.List;
import java.util.Locale;

/// One kind of object that an API server serves. `hasStatus` types keep their status out of reach of ordinary writes;
/// `custom` ones come from a CustomResourceDefinition and know no strategic merge.
record ResourceType(
        String group,
        String version,
        String kind,
        String plural,
        List<String> shortNames,
        boolean namespaced,
        boolean hasStatus,
        boolean custom) {

    static final List<String> VERBS =
            List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");

    ResourceType {
        shortNames = List.copyOf(shortNames);
    }

    String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    String singular() {
        return kind.toLowerCase(Locale.ROOT);
    }

    /// `deployments.apps`, as messages name a resource.
    String qualifiedName() {
        return group.isEmpty() ? plural : plural + "." + group;
    }

    /// `Deployment.apps`, as messages about invalid fields name a kind.
    String qualifiedKind() {
        return group.isEmpty() ? kind : kind + "." + group;
    }

    /// Types whose objects count the changes of their specification.
    boolean countsGenerations() {
        return custom || !(group.isEmpty() || group.startsWith("rbac.") || group.startsWith("coordination."));
    }
}
