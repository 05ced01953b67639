package dev.envctl.kubernetes;

import dev.envctl.problem.Code;
import dev.envctl.provider.ProviderException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// Finds the type that a manifest means among those that a cluster serves.
record ServedTypes(ClusterClient client) {

    /// The groups with a dot that come with Kubernetes. Others that end in `k8s.io` (gateways, snapshots, metrics)
    /// are brought by charts.
    private static final Set<String> BUILT_IN = Set.of(
            "admissionregistration.k8s.io",
            "apiextensions.k8s.io",
            "apiregistration.k8s.io",
            "authentication.k8s.io",
            "authorization.k8s.io",
            "certificates.k8s.io",
            "coordination.k8s.io",
            "discovery.k8s.io",
            "events.k8s.io",
            "flowcontrol.apiserver.k8s.io",
            "internal.apiserver.k8s.io",
            "networking.k8s.io",
            "node.k8s.io",
            "rbac.authorization.k8s.io",
            "resource.k8s.io",
            "scheduling.k8s.io",
            "storage.k8s.io",
            "storagemigration.k8s.io");

    ObjectType require(ObjectRef object) {
        ObjectRef.Type wanted = object.type();
        ObjectType type = require(wanted);
        if (type.namespaced() && object.namespace().isEmpty()) {
            throw ProviderException.of(
                    Code.INVALID_REQUEST,
                    "A %s lives in a namespace, and the manifest of \"%s\" has no metadata.namespace."
                            .formatted(type.kind(), object.name()));
        }
        if (!type.namespaced() && !object.namespace().isEmpty()) {
            throw ProviderException.of(
                    Code.INVALID_REQUEST,
                    "A %s lives in no namespace, and the manifest of \"%s\" has metadata.namespace \"%s\"."
                            .formatted(type.kind(), object.name(), object.namespace()));
        }
        return type;
    }

    ObjectType require(ObjectRef.Type wanted) {
        return find(wanted, unknown -> {
                    throw unknown;
                })
                .orElseThrow();
    }

    /// Kinds of these groups come with Kubernetes itself: no chart can bring one that is missing.
    static boolean isBuiltIn(ObjectRef.Type type) {
        int slash = type.apiVersion().indexOf('/');
        String group = slash < 0 ? "" : type.apiVersion().substring(0, slash);
        return !group.contains(".") || BUILT_IN.contains(group);
    }

    /// Asks once; `otherwise` is told what to say of a type that is not served.
    Optional<ObjectType> find(ObjectRef.Type wanted, Consumer<ProviderException> otherwise) {
        Optional<ObjectType> remembered = client.remembered(wanted.apiVersion(), wanted.kind());
        if (remembered.isPresent()) {
            return remembered;
        }
        List<ObjectType> served = client.discover(wanted.apiVersion());
        Optional<ObjectType> found = served.stream()
                .filter(type -> type.kind().equals(wanted.kind()))
                .findFirst();
        if (found.isEmpty()) {
            otherwise.accept(unknown(wanted, served));
        }
        return found;
    }

    private ProviderException unknown(ObjectRef.Type wanted, List<ObjectType> served) {
        String message = "Cluster %s serves no kind \"%s\" in %s."
                .formatted(client.cluster(), wanted.kind(), wanted.apiVersion());
        if (served.isEmpty()) {
            return ProviderException.of(Code.KIND_NOT_SERVED, message + " It does not serve that API version at all.")
                    .withHint(
                            isBuiltIn(wanted)
                                    ? "kubectl api-resources lists what the cluster serves."
                                    : "If a chart brings the definition, let the Manifest wait for it:"
                                            + " dependsOn: [HelmRelease/NAME].");
        }
        return ProviderException.of(Code.KIND_NOT_SERVED, message)
                .withHint(served.stream()
                        .map(ObjectType::kind)
                        .filter(kind -> isClose(kind, wanted.kind()))
                        .findFirst()
                        .map("Did you mean \"%s\"?"::formatted)
                        .orElseGet(() -> "There are: "
                                + String.join(
                                        ", ",
                                        served.stream()
                                                .map(ObjectType::kind)
                                                .sorted()
                                                .toList())
                                + "."));
    }

    /// The same but for case, a plural, or a letter or two.
    private static boolean isClose(String one, String other) {
        String first = one.toLowerCase(Locale.ROOT);
        String second = other.toLowerCase(Locale.ROOT);
        return first.equals(second)
                || first.startsWith(second)
                || second.startsWith(first)
                || distance(first, second) < 3;
    }

    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int i = 0; i <= other.length(); i++) {
            row[i] = i;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int above = row[j];
                int change = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j] + 1, row[j - 1] + 1), diagonal + change);
                diagonal = above;
            }
        }
        return row[other.length()];
    }
}
