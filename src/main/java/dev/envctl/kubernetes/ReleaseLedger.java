package dev.envctl.kubernetes;

import dev.envctl.provider.Ownership;
import dev.envctl.provider.Session;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Who owns a release. Not on the records: a `helm upgrade` makes a new one and writes the old ones anew, and neither
/// keeps annotations, which an address needs. So it is a ConfigMap of its own beside them, made before the first record
/// and deleted after the last.
///
/// Somebody else's upgrade is then seen for what it is: a release of ours whose chart or values have drifted. After
/// somebody else's uninstall the ledger alone is left, and the release is ours to install again or to forget.
record ReleaseLedger(ClusterClient client, ReleaseName release) {

    private static final String NAME = "envctl-release-";
    private static final String PREFIX = "envctl.dev/chart-";
    private static final String REPOSITORY = "repository";
    private static final String PATH = "path";
    private static final String DIGEST = "digest";

    /// Where the chart came from, which no record tells; `digest` is that of a local chart's files.
    record Origin(Optional<String> repository, Optional<String> path, Optional<String> digest) {
        static final Origin UNKNOWN = new Origin(Optional.empty(), Optional.empty(), Optional.empty());
    }

    static ReleaseName releaseOf(ClusterObject ledger) {
        return new ReleaseName(ledger.namespace(), ledger.name().substring(NAME.length()));
    }

    static Origin origin(ClusterObject ledger) {
        return new Origin(annotation(ledger, REPOSITORY), annotation(ledger, PATH), annotation(ledger, DIGEST));
    }

    private static Optional<String> annotation(ClusterObject ledger, String name) {
        return Optional.ofNullable(ledger.annotations().get(PREFIX + name));
    }

    Optional<ClusterObject> read() {
        return client.get(ObjectType.CONFIG_MAP, release.namespace(), name());
    }

    void write(Ownership ownership, Origin origin, Session session) {
        Map<String, String> labels = new LinkedHashMap<>(Ledger.labels(ownership));
        labels.put(ObjectIndex.MARK, ObjectIndex.RELEASE);
        Map<String, String> annotations = new LinkedHashMap<>(ownership.tags());
        origin.repository().ifPresent(text -> annotations.put(PREFIX + REPOSITORY, text));
        origin.path().ifPresent(text -> annotations.put(PREFIX + PATH, text));
        origin.digest().ifPresent(text -> annotations.put(PREFIX + DIGEST, text));
        ObjectMeta metadata = new ObjectMetaBuilder()
                .withNamespace(release.namespace())
                .withName(name())
                .withLabels(labels)
                .withAnnotations(annotations)
                .build();
        client.apply(ObjectType.CONFIG_MAP, metadata, Map.of(), session);
    }

    void remove(Session session) {
        read().ifPresent(ledger -> client.delete(ObjectType.CONFIG_MAP, ledger, session));
    }

    private String name() {
        return NAME + release.name();
    }
}
