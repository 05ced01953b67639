package dev.envctl.kubernetes;

import dev.envctl.problem.Code;
import dev.envctl.provider.ProviderException;
import dev.envctl.provider.Session;
import dev.envctl.value.Value;
import dev.envctl.value.ValueJson;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/// Brings the objects of a release into a cluster, one by one in Helm's order, and takes them out again.
record Rollout(ClusterClient client, ReleaseName release, Session session) {

    private static final Duration REMOVAL_TIMEOUT = Duration.ofMinutes(10);

    /// Definitions are applied every time: Helm does it once and leaves them behind at every upgrade. They are
    /// never deleted, because all objects of their types would go with them.
    void define(List<Value.MapValue> definitions) {
        for (Value.MapValue definition : definitions) {
            ObjectRef ref = ref(definition);
            ObjectType type = new ServedTypes(client).require(ref);
            client.apply(type, client.parse(ValueJson.write(definition)), session, ClusterClient.Conflicts.REFUSED);
            if (type.equals(ObjectType.CUSTOM_RESOURCE_DEFINITION)) {
                Readiness.waitUntilServed(client, ref.name(), session);
            }
        }
    }

    private static ObjectRef ref(Value.MapValue object) {
        return ObjectRef.of(object)
                .orElseThrow(() -> ProviderException.of(
                        Code.INVALID_REQUEST, "The chart renders an object without apiVersion, kind or name."));
    }

    /// The objects of a rendering with their types, each in its namespace.
    SequencedMap<HelmObject, ObjectType> resolve(List<Value.MapValue> rendered) {
        SequencedMap<HelmObject, ObjectType> resolved = new LinkedHashMap<>();
        for (Value.MapValue object : rendered) {
            ObjectRef ref = ref(object);
            ObjectType type = new ServedTypes(client).require(ref.type());
            resolved.put(HelmObject.of(object, ref, type, release), type);
        }
        return resolved;
    }

    /// An object that is there before its release is somebody's. Asked only of those that no earlier revision had.
    void requireFree(SequencedMap<HelmObject, ObjectType> objects, Set<ObjectRef> known) {
        objects.forEach((object, type) -> {
            if (!known.contains(object.ref())) {
                client.get(type, object.ref().namespace(), object.ref().name())
                        .filter(live -> !HelmObject.belongsTo(live, release))
                        .ifPresent(live -> refuse(object.ref()));
            }
        });
    }

    private void refuse(ObjectRef ref) {
        throw ProviderException.of(
                        Code.NOT_OURS,
                        "%s exists in cluster %s already and does not belong to the release %s."
                                .formatted(ref, client.cluster(), release))
                .withHint("Many charts have a value that leaves an object out. To hand it to the release, mark it as"
                        + " Helm does: meta.helm.sh/release-name: %s and meta.helm.sh/release-namespace: %s."
                                .formatted(release.name(), release.namespace()));
    }

    void apply(SequencedMap<HelmObject, ObjectType> objects) {
        objects.forEach((object, type) -> client.apply(
                type, client.parse(ValueJson.write(object.content())), session, ClusterClient.Conflicts.REFUSED));
    }

    /// Together, however many workloads, no longer than `timeout`.
    void waitUntilReady(SequencedMap<HelmObject, ObjectType> objects, Duration timeout) {
        Instant deadline = session.clock().instant().plus(timeout);
        objects.forEach((object, type) -> {
            if (Readiness.isWaitedFor(type)) {
                Readiness.waitUntilReady(client, type, object.ref(), deadline, release.toString(), session);
            }
        });
    }

    /// What a record's manifest names. Types that are not served any more have no objects left.
    Set<ObjectRef> refs(String manifest) {
        Set<ObjectRef> refs = new LinkedHashSet<>();
        for (Value.MapValue object : ChartRenderer.objects(manifest)) {
            ObjectRef.of(object)
                    .ifPresent(ref -> type(ref)
                            .ifPresent(type -> refs.add(
                                    HelmObject.of(object, ref, type, release).ref())));
        }
        return refs;
    }

    private Optional<ObjectType> type(ObjectRef ref) {
        return client.find(ref.type().apiVersion(), ref.type().kind());
    }

    /// In reverse order, and only what still carries the release's marks. Waits until all are gone.
    void remove(Set<ObjectRef> refs) {
        List<ObjectRef> reversed = new ArrayList<>(refs).reversed();
        SequencedMap<ObjectRef, ClusterObject> removed = new LinkedHashMap<>();
        for (ObjectRef ref : reversed) {
            type(ref)
                    .flatMap(type -> client.get(type, ref.namespace(), ref.name()))
                    .filter(live -> HelmObject.belongsTo(live, release) && !HelmObject.isKept(live))
                    .ifPresent(live -> removed.put(ref, live));
            Optional.ofNullable(removed.get(ref))
                    .filter(live -> !live.isTerminating())
                    .ifPresent(live -> client.delete(type(ref).orElseThrow(), live, session));
        }
        removed.forEach((ref, live) -> session.waitFor("%s of the release %s to be gone".formatted(ref, release))
                .every(Duration.ofSeconds(2))
                .atMost(REMOVAL_TIMEOUT)
                .untilTrue(() -> client.get(type(ref).orElseThrow(), ref.namespace(), ref.name())
                        .filter(left -> left.uid().equals(live.uid()))
                        .isEmpty()));
    }
}
