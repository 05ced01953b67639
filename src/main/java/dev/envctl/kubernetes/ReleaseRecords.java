package dev.envctl.kubernetes;

import dev.envctl.provider.Session;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The history of one release: a Secret for each revision, as Helm keeps it.
record ReleaseRecords(ClusterClient client, ReleaseName release) {

    static final String TYPE = "helm.sh/release.v1";

    /// Records of all releases, without those that are history.
    static final String CURRENT = "owner=helm,status!=superseded";

    /// As many as Helm keeps.
    private static final int KEPT = 10;

    /// A revision and the Secret that holds it.
    record Stored(ClusterObject secret, ReleaseRecord record) {}

    static Optional<ReleaseName> releaseOf(ClusterObject secret) {
        return Optional.ofNullable(secret.labels().get("name")).map(name -> new ReleaseName(secret.namespace(), name));
    }

    static int revisionOf(ClusterObject secret) {
        String version = secret.labels().getOrDefault("version", "");
        return version.matches("\\d{1,9}") ? Integer.parseInt(version) : 0;
    }

    static Optional<ReleaseRecord> recordOf(ClusterObject secret) {
        return secret.text("type").equals(TYPE)
                ? ReleaseRecord.decode(secret.text("data", "release"))
                : Optional.empty();
    }

    /// Oldest first.
    List<Stored> read() {
        List<Stored> history = new ArrayList<>();
        for (ClusterObject secret : client.listMatching(ObjectType.SECRET, "owner=helm,name=" + release.name())) {
            if (secret.namespace().equals(release.namespace())) {
                recordOf(secret).ifPresent(record -> history.add(new Stored(secret, record)));
            }
        }
        history.sort(Comparator.comparingInt(stored -> stored.record().revision()));
        return history;
    }

    void write(ReleaseRecord record, Session session) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("owner", "helm");
        labels.put("name", release.name());
        labels.put("status", record.status());
        labels.put("version", Integer.toString(record.revision()));
        labels.put("modifiedAt", Long.toString(session.clock().instant().getEpochSecond()));
        ObjectMeta metadata = new ObjectMetaBuilder()
                .withNamespace(release.namespace())
                .withName("sh.helm.release.v1.%s.v%d".formatted(release.name(), record.revision()))
                .withLabels(labels)
                .build();
        Map<String, Object> content = Map.of("type", TYPE, "data", Map.of("release", record.encoded()));
        client.apply(ObjectType.SECRET, metadata, content, session);
    }

    /// The earlier revisions, as `current` comes into force: what was deployed is superseded, what never got so far
    /// has failed, and the oldest go.
    void retire(List<Stored> earlier, ReleaseRecord current, Session session) {
        for (Stored stored : earlier) {
            if (stored.record().status().equals(ReleaseRecord.DEPLOYED)) {
                write(stored.record().superseded(), session);
            } else if (stored.record().isPending()) {
                write(
                        stored.record()
                                .in(
                                        ReleaseRecord.FAILED,
                                        "interrupted, and taken over by revision %d".formatted(current.revision())),
                        session);
            }
        }
        for (Stored stored : earlier.subList(0, Math.max(0, earlier.size() - KEPT + 1))) {
            client.delete(ObjectType.SECRET, stored.secret(), session);
        }
    }
}
