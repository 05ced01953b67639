package dev.envctl.kubernetes;

import dev.envctl.problem.Code;
import dev.envctl.provider.ProviderException;
import java.util.List;
import java.util.Locale;

/// Finds the type that a manifest means among those that a cluster serves.
record ServedTypes(ClusterClient client) {

    ObjectType require(ObjectRef object) {
        ObjectRef.Type wanted = object.type();
        ObjectType type = client.find(wanted.apiVersion(), wanted.kind()).orElseThrow(() -> unknown(wanted));
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

    /// Kinds of these groups come with Kubernetes itself: no chart can bring one that is missing.
    static boolean isBuiltIn(ObjectRef.Type type) {
        int slash = type.apiVersion().indexOf('/');
        String group = slash < 0 ? "" : type.apiVersion().substring(0, slash);
        return !group.contains(".") || (group.endsWith(".k8s.io") && !group.contains(".x-k8s.io"));
    }

    ProviderException unknown(ObjectRef.Type wanted) {
        List<ObjectType> served = client.discover(wanted.apiVersion());
        String message = "Cluster %s serves no kind \"%s\" in %s."
                .formatted(client.cluster(), wanted.kind(), wanted.apiVersion());
        if (served.isEmpty()) {
            return ProviderException.of(Code.KIND_NOT_SERVED, message + " It does not serve that API version at all.")
                    .withHint("If a chart brings the definition, let the Manifest wait for it:"
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
