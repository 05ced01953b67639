package dev.envctl.sandbox.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// The writing verbs on one cluster's objects.
final class Objects {

    private static final List<String> PROTECTED_NAMESPACES = List.of("default", "kube-system", "kube-public");
    private static final String NAME_LETTERS = "bcdfghjklmnpqrstvwxz2456789";

    private final ObjectStore store;
    private final Admission admission;

    Objects(ObjectStore store) {
        this.store = store;
        this.admission = new Admission(store);
    }

    JsonNode create(Target target, ApiRequest request) {
        ObjectNode object = body(target, request, Json.read(request.body()));
        ObjectNode metadata = Json.metadata(object);
        String prefix = Json.text(metadata, "generateName");
        if (Json.text(metadata, "name").isEmpty() && !prefix.isEmpty()) {
            metadata.put("name", prefix + randomSuffix());
        }
        metadata.remove(List.of("resourceVersion", "uid", "managedFields", "deletionTimestamp"));
        if (target.type().hasStatus()) {
            object.remove("status");
        }
        String name = Json.text(metadata, "name");
        if (store.find(target.type(), target.namespace(), name).isPresent()) {
            throw ApiError.alreadyExists(target.type(), name);
        }
        ManagedFields.noteUpdate(Json.object(), object, manager(target, request), store.timestamp());
        return keepNew(target, object, request);
    }

    private JsonNode keepNew(Target target, ObjectNode object, ApiRequest request) {
        admission.beforeCreate(target.type(), object);
        if (request.isDryRun()) {
            return object;
        }
        StoredObject added = store.add(target.type(), object);
        Controllers.onCreated(target.type(), added, store);
        return added.object();
    }

    JsonNode replace(Target target, ApiRequest request) {
        StoredObject live = store.get(target.type(), target.namespace(), target.name());
        ObjectNode object = body(target, request, Json.read(request.body()));
        return keepChanged(target, live, object, request);
    }

    JsonNode patch(Target target, ApiRequest request) {
        if (patchType(request).equals("application/apply-patch+yaml")) {
            return apply(target, request);
        }
        StoredObject live = store.get(target.type(), target.namespace(), target.name());
        return keepChanged(target, live, patched(target, live.copy(), request), request);
    }

    /// What the patch in a request makes of an object; it may write into `object`.
    static ObjectNode patched(Target target, ObjectNode object, ApiRequest request) {
        String contentType = patchType(request);
        JsonNode patch = Json.parse(request.body());
        return switch (contentType) {
            case "application/merge-patch+json" -> {
                Patches.merge(object, patch);
                yield object;
            }
            case "application/json-patch+json" -> Patches.jsonPatch(object, patch);
            case "application/strategic-merge-patch+json" -> {
                if (target.type().custom()) {
                    throw notTaken(contentType, "application/json-patch+json, application/merge-patch+json");
                }
                Patches.strategicMerge(object, patch);
                yield object;
            }
            default ->
                throw notTaken(
                        contentType,
                        "application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml");
        };
    }

    private static String patchType(ApiRequest request) {
        return request.headers().contentType().split(";", 2)[0].trim();
    }

    private static ApiError notTaken(String contentType, String accepted) {
        return ApiError.unsupportedMediaType(
                "the body of the request was in an unknown format - accepted media types include: %s (got %s)"
                        .formatted(accepted, contentType));
    }

    private JsonNode apply(Target target, ApiRequest request) {
        String manager = request.parameter("fieldManager");
        if (manager.isEmpty()) {
            throw ApiError.badRequest(
                    "PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for apply"
                            + " patch");
        }
        ObjectNode applied = body(target, request, Json.read(request.body()));
        if (Json.at(applied, "metadata").has("managedFields")) {
            throw ApiError.badRequest("metadata.managedFields must be nil");
        }
        Optional<StoredObject> live = store.find(target.type(), target.namespace(), target.name());
        checkVersion(target, live, applied);
        if (target.type().hasStatus() && target.subresource().isEmpty()) {
            applied.remove("status");
        }
        ObjectNode merged = ManagedFields.apply(
                live.map(StoredObject::copy), applied, manager, request.flag("force"), store.timestamp());
        return live.isPresent() ? keepApplied(target, live.get(), merged, request) : keepNew(target, merged, request);
    }

    JsonNode keepChanged(Target target, StoredObject live, ObjectNode object, ApiRequest request) {
        checkVersion(target, Optional.of(live), object);
        ObjectNode metadata = Json.metadata(object);
        JsonNode before = live.object().path("metadata");
        for (String field : List.of("uid", "creationTimestamp", "generation", "deletionTimestamp", "managedFields")) {
            if (field.equals("uid") && metadata.has(field)) {
                continue;
            }
            metadata.remove(field);
            if (before.has(field)) {
                metadata.set(field, before.get(field));
            }
        }
        keepOtherHalf(target, live.object(), object);
        admission.beforeUpdate(target.type(), live.object(), object);
        ManagedFields.noteUpdate(live.object(), object, manager(target, request), store.timestamp());
        return keep(target, live, object, request);
    }

    private JsonNode keepApplied(Target target, StoredObject live, ObjectNode object, ApiRequest request) {
        admission.beforeUpdate(target.type(), live.object(), object);
        return keep(target, live, object, request);
    }

    /// An ordinary write leaves the status alone, a write to the status leaves everything else alone.
    private static void keepOtherHalf(Target target, JsonNode live, ObjectNode object) {
        if (target.subresource().equals("status")) {
            JsonNode status = object.path("status").deepCopy();
            JsonNode version = Json.at(object, "metadata", "resourceVersion");
            object.removeAll();
            object.setAll((ObjectNode) live.deepCopy());
            object.set("status", status);
            if (!version.isMissingNode()) {
                Json.metadata(object).set("resourceVersion", version);
            }
        } else if (target.type().hasStatus()) {
            object.remove("status");
            if (live.has("status")) {
                object.set("status", live.path("status").deepCopy());
            }
        }
    }

    private JsonNode keep(Target target, StoredObject live, ObjectNode object, ApiRequest request) {
        Json.metadata(object).set("resourceVersion", Json.at(live.object(), "metadata", "resourceVersion"));
        if (object.equals(live.object())) {
            return live.object();
        }
        if (target.type().countsGenerations() && !sameSpecification(live.object(), object)) {
            Json.metadata(object)
                    .put(
                            "generation",
                            Json.at(live.object(), "metadata", "generation").asInt(0) + 1);
        }
        if (request.isDryRun()) {
            return object;
        }
        StoredObject changed = store.change(live, object);
        if (changed.isTerminating() && !isHeld(object) && !target.type().equals(ResourceTypes.NAMESPACE)) {
            store.remove(changed);
        }
        return changed.object();
    }

    private static boolean sameSpecification(JsonNode before, ObjectNode after) {
        ObjectNode one = before.deepCopy();
        ObjectNode other = after.deepCopy();
        List<String> beside = List.of("metadata", "status");
        return one.remove(beside).equals(other.remove(beside));
    }

    private static boolean isHeld(JsonNode object) {
        return !Json.at(object, "metadata", "finalizers").isEmpty();
    }

    JsonNode delete(Target target, ApiRequest request) {
        StoredObject live = store.get(target.type(), target.namespace(), target.name());
        JsonNode options = request.body().isBlank() ? Json.object() : Json.parse(request.body());
        checkPreconditions(target, live, options);
        if (target.type().equals(ResourceTypes.NAMESPACE) && PROTECTED_NAMESPACES.contains(target.name())) {
            throw ApiError.forbidden(target.type(), target.name(), "this namespace may not be deleted");
        }
        if (request.isDryRun()) {
            return live.object();
        }
        String propagation = Json.text(options, "propagationPolicy");
        String policy = propagation.isEmpty() ? request.parameter("propagationPolicy") : propagation;
        return delete(target.type(), live, policy.isEmpty() ? "Background" : policy);
    }

    private JsonNode delete(ResourceType type, StoredObject live, String policy) {
        for (StoredObject dependent : store.dependentsOf(live.uid())) {
            if (policy.equals("Orphan")) {
                orphan(dependent, live.uid());
            } else {
                Controllers.deleteWithDependents(dependent, store);
            }
        }
        if (!type.equals(ResourceTypes.NAMESPACE) && !isHeld(live.object())) {
            store.remove(live);
            return deleted(type, live);
        }
        return live.isTerminating()
                ? live.object()
                : Controllers.markTerminating(type, live, store).object();
    }

    private void orphan(StoredObject dependent, String uid) {
        ObjectNode object = dependent.copy();
        if (Json.metadata(object).path("ownerReferences") instanceof ArrayNode references) {
            Json.removeIf(references, reference -> Json.text(reference, "uid").equals(uid));
        }
        store.change(dependent, object);
    }

    JsonNode deleteCollection(List<StoredObject> rows, ResourceType type) {
        rows.forEach(row -> delete(type, row, "Background"));
        return Listing.envelope(type, rows.stream().map(StoredObject::object).toList(), store.version());
    }

    private static JsonNode deleted(ResourceType type, StoredObject row) {
        ObjectNode status = Json.object();
        status.put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        status.put("status", "Success");
        status.putObject("details")
                .put("name", row.name())
                .put("group", type.group())
                .put("kind", type.plural())
                .put("uid", row.uid());
        return status;
    }

    private static void checkPreconditions(Target target, StoredObject live, JsonNode options) {
        String uid = Json.text(options, "preconditions", "uid");
        if (!uid.isEmpty() && !uid.equals(live.uid())) {
            throw ApiError.conflict(
                    target.type(),
                    target.name(),
                    "the UID in the precondition (%s) does not match the UID in record (%s). The object might have been"
                                    .formatted(uid, live.uid())
                            + " deleted and then recreated");
        }
        checkVersion(target, live, Json.text(options, "preconditions", "resourceVersion"));
    }

    private static void checkVersion(Target target, Optional<StoredObject> live, JsonNode object) {
        String version = Json.text(object, "metadata", "resourceVersion");
        if (live.isPresent()) {
            checkVersion(target, live.get(), version);
        } else if (!version.isEmpty()) {
            throw ApiError.conflict(target.type(), target.name(), "the object does not exist");
        }
    }

    private static void checkVersion(Target target, StoredObject live, String version) {
        if (!version.isEmpty() && !version.equals(Json.text(live.object(), "metadata", "resourceVersion"))) {
            throw ApiError.conflict(
                    target.type(),
                    target.name(),
                    "the object has been modified; please apply your changes to the latest version and try again");
        }
    }

    /// Holds what the body says of itself against the path.
    private static ObjectNode body(Target target, ApiRequest request, ObjectNode object) {
        ResourceType type = target.type();
        requireEqual("API version", Json.text(object, "apiVersion"), type.apiVersion());
        requireEqual("kind", Json.text(object, "kind"), type.kind());
        object.put("apiVersion", type.apiVersion()).put("kind", type.kind());
        ObjectNode metadata = Json.metadata(object);
        String namespace = Json.text(metadata, "namespace");
        if (!namespace.isEmpty() && !namespace.equals(target.namespace())) {
            throw ApiError.badRequest(
                    "the namespace of the provided object does not match the namespace sent on the request");
        }
        if (!target.namespace().isEmpty()) {
            metadata.put("namespace", target.namespace());
        }
        if (!request.method().equals("POST")) {
            String name = Json.text(metadata, "name");
            if (!name.isEmpty() && !name.equals(target.name())) {
                throw ApiError.badRequest("the name of the object (%s) does not match the name on the URL (%s)"
                        .formatted(name, target.name()));
            }
            metadata.put("name", target.name());
        }
        return object;
    }

    private static void requireEqual(String what, String given, String expected) {
        if (!given.isEmpty() && !given.equals(expected)) {
            throw ApiError.badRequest("the %s in the data (%s) does not match the expected %s (%s)"
                    .formatted(what, given, what, expected));
        }
    }

    private static ManagedFields.Manager manager(Target target, ApiRequest request) {
        return ManagedFields.Manager.updating(request.fieldManager(), target.subresource());
    }

    private static String randomSuffix() {
        StringBuilder suffix = new StringBuilder();
        for (int i = 0; i < 5; i++) {
            suffix.append(NAME_LETTERS.charAt(ThreadLocalRandom.current().nextInt(NAME_LETTERS.length())));
        }
        return suffix.toString();
    }
}
