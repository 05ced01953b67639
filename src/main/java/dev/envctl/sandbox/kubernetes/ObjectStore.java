package dev.envctl.sandbox.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.envctl.sandbox.Table;
import dev.envctl.sandbox.World;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The objects of one cluster, and the resource versions that order their changes. Only within a transaction.
final class ObjectStore {

    record Version(long number) {}

    /// Watchers that fell further behind than this start over with a list.
    private static final int REMEMBERED_DELETIONS = 500;

    private final World world;
    private final Table<StoredObject> objects;
    private final Table<StoredObject> deleted;
    private final Table<Version> versions;

    ObjectStore(World world, String cluster) {
        this.world = world;
        this.objects = world.table("kubernetes/" + cluster + "/objects", StoredObject.class);
        this.deleted = world.table("kubernetes/" + cluster + "/deleted", StoredObject.class);
        this.versions = world.table("kubernetes/" + cluster + "/version", Version.class);
    }

    boolean isNew() {
        return versions.get("latest").isEmpty();
    }

    /// As if nobody had ever looked into the cluster.
    void forget() {
        objects.rows().forEach(row -> objects.remove(row.key()));
        deleted.rows().forEach(row -> deleted.remove(Long.toString(row.changed())));
        versions.remove("latest");
    }

    Instant now() {
        return world.now();
    }

    /// The API writes times to the second.
    String timestamp() {
        return now().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    long version() {
        return versions.get("latest").map(Version::number).orElse(1L);
    }

    Optional<StoredObject> find(ResourceType type, String namespace, String name) {
        return objects.get(StoredObject.key(type.qualifiedName(), namespace, name));
    }

    StoredObject get(ResourceType type, String namespace, String name) {
        return find(type, namespace, name).orElseThrow(() -> ApiError.notFound(type, name));
    }

    List<StoredObject> list(ResourceType type) {
        return objects.rows().stream()
                .filter(row -> row.type().equals(type.qualifiedName()))
                .sorted(Comparator.comparing(StoredObject::key))
                .toList();
    }

    List<StoredObject> in(String namespace) {
        return objects.where(row -> row.namespace().equals(namespace));
    }

    List<StoredObject> dependentsOf(String uid) {
        return objects.where(row -> Json.elements(Json.at(row.object(), "metadata", "ownerReferences")).stream()
                .anyMatch(reference -> Json.text(reference, "uid").equals(uid)));
    }

    List<StoredObject> deletedAfter(ResourceType type, long version) {
        return deleted.where(row -> row.type().equals(type.qualifiedName()) && row.changed() > version);
    }

    long oldestWatchableVersion() {
        return deleted.rows().size() < REMEMBERED_DELETIONS
                ? 0
                : deleted.rows().stream().mapToLong(StoredObject::changed).min().orElse(0);
    }

    StoredObject add(ResourceType type, ObjectNode object) {
        ObjectNode metadata = Json.metadata(object);
        metadata.put("uid", UUID.randomUUID().toString()).put("creationTimestamp", timestamp());
        if (type.countsGenerations()) {
            metadata.put("generation", 1);
        }
        return put(type.qualifiedName(), object, nextVersion(), true);
    }

    StoredObject change(StoredObject before, ObjectNode object) {
        return put(before.type(), object, before.created(), false);
    }

    private StoredObject put(String type, ObjectNode object, long created, boolean isNew) {
        long version = isNew ? created : nextVersion();
        ObjectNode metadata = Json.metadata(object).put("resourceVersion", Long.toString(version));
        StoredObject row = new StoredObject(
                type,
                Json.text(metadata, "namespace"),
                Json.text(metadata, "name"),
                created,
                version,
                now().toEpochMilli(),
                object);
        objects.put(row.key(), row);
        return row;
    }

    /// Takes an object out at once, whatever holds it.
    void remove(StoredObject row) {
        objects.remove(row.key());
        long version = nextVersion();
        ObjectNode last = row.copy();
        Json.metadata(last).put("resourceVersion", Long.toString(version));
        deleted.put(
                Long.toString(version),
                new StoredObject(
                        row.type(), row.namespace(), row.name(), row.created(), version, now().toEpochMilli(), last));
        List<StoredObject> remembered = deleted.rows();
        if (remembered.size() > REMEMBERED_DELETIONS) {
            deleted.remove(Long.toString(remembered.getFirst().changed()));
        }
    }

    private long nextVersion() {
        long next = version() + 1;
        versions.put("latest", new Version(next));
        return next;
    }
}
