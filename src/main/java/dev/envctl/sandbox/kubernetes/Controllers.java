package dev.envctl.sandbox.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.envctl.sandbox.ClusterView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/// What happens in a cluster by itself: namespaces empty out, workloads come up. Nothing runs in the background;
/// whoever looks at a cluster first lets happen what has become due.
final class Controllers {

    static final Duration NAMESPACE_DELETION = Duration.ofSeconds(5);
    static final Duration WORKLOAD_START = Duration.ofSeconds(5);

    private Controllers() {}

    static void onCreated(ResourceType type, StoredObject row, ObjectStore store) {
        if (type.equals(ResourceTypes.NAMESPACE)) {
            ObjectNode account = named("v1", "ServiceAccount", row.name(), "default");
            store.add(ResourceTypes.SERVICE_ACCOUNT, account);
            ObjectNode trust = named("v1", "ConfigMap", row.name(), "kube-root-ca.crt");
            trust.putObject("data").put("ca.crt", "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n");
            store.add(ResourceTypes.CONFIG_MAP, trust);
        }
    }

    private static ObjectNode named(String apiVersion, String kind, String namespace, String name) {
        ObjectNode object = Json.object().put("apiVersion", apiVersion).put("kind", kind);
        Json.metadata(object).put("name", name).put("namespace", namespace);
        return object;
    }

    static StoredObject markTerminating(ResourceType type, StoredObject row, ObjectStore store) {
        ObjectNode object = row.copy();
        Json.metadata(object).put("deletionTimestamp", store.timestamp());
        if (type.equals(ResourceTypes.NAMESPACE)) {
            Json.child(object, "status").put("phase", "Terminating");
        } else {
            Json.metadata(object).put("deletionGracePeriodSeconds", 0);
        }
        return store.change(row, object);
    }

    /// Removes an object and what hangs on it. One that a finalizer holds is only marked.
    static void deleteWithDependents(StoredObject row, ObjectStore store) {
        store.dependentsOf(row.uid()).forEach(dependent -> deleteWithDependents(dependent, store));
        if (Json.at(row.object(), "metadata", "finalizers").isEmpty()) {
            store.remove(row);
        } else if (!row.isTerminating()) {
            ObjectNode object = row.copy();
            Json.metadata(object).put("deletionTimestamp", store.timestamp());
            store.change(row, object);
        }
    }

    static void settle(ObjectStore store) {
        for (StoredObject namespace : store.list(ResourceTypes.NAMESPACE)) {
            if (namespace.isTerminating() && isDue(deletedAt(namespace), NAMESPACE_DELETION, store)) {
                empty(namespace, store);
            }
        }
        for (ResourceType type : List.of(ResourceTypes.DEPLOYMENT, ResourceTypes.STATEFUL_SET, ResourceTypes.JOB)) {
            for (StoredObject workload : store.list(type)) {
                if (isDue(Instant.ofEpochMilli(workload.changedAt()), WORKLOAD_START, store)) {
                    start(type, workload, store);
                }
            }
        }
    }

    private static boolean isDue(Instant since, Duration delay, ObjectStore store) {
        return !store.now().isBefore(since.plus(delay));
    }

    private static Instant deletedAt(StoredObject row) {
        return Instant.parse(Json.text(row.object(), "metadata", "deletionTimestamp"));
    }

    private static void empty(StoredObject namespace, ObjectStore store) {
        store.in(namespace.name()).stream()
                .filter(row -> Json.at(row.object(), "metadata", "finalizers").isEmpty())
                .forEach(store::remove);
        List<StoredObject> held = store.in(namespace.name());
        if (held.isEmpty()) {
            store.remove(namespace);
            return;
        }
        held.forEach(row -> deleteWithDependents(row, store));
        noteRemaining(namespace, held, store);
    }

    private static void noteRemaining(StoredObject namespace, List<StoredObject> held, ObjectStore store) {
        ObjectNode object = namespace.copy();
        ObjectNode status = Json.child(object, "status");
        status.remove("conditions");
        TreeSet<String> kinds = new TreeSet<>();
        TreeSet<String> finalizers = new TreeSet<>();
        for (StoredObject row : held) {
            kinds.add("%s. has %d resource instances".formatted(row.type(), count(held, row.type())));
            finalizers.addAll(Json.list(Json.at(row.object(), "metadata", "finalizers")));
        }
        condition(status, "NamespaceContentRemaining", "SomeResourcesRemain", namespace)
                .put("message", "Some resources are remaining: " + String.join(", ", kinds));
        condition(status, "NamespaceFinalizersRemaining", "SomeFinalizersRemain", namespace)
                .put(
                        "message",
                        "Some content in the namespace has finalizers remaining: "
                                + String.join(
                                        ", ",
                                        finalizers.stream()
                                                .map(each -> each + " in 1 resource instances")
                                                .toList()));
        if (!object.equals(namespace.object())) {
            store.change(namespace, object);
        }
    }

    private static long count(List<StoredObject> rows, String type) {
        return rows.stream().filter(row -> row.type().equals(type)).count();
    }

    private static ObjectNode condition(ObjectNode status, String type, String reason, StoredObject namespace) {
        return status.withArray("conditions")
                .addObject()
                .put("type", type)
                .put("status", "True")
                .put("reason", reason)
                .put("lastTransitionTime", Json.text(namespace.object(), "metadata", "deletionTimestamp"));
    }

    private static void start(ResourceType type, StoredObject workload, ObjectStore store) {
        if (!hasRoomFor(workload, store)) {
            return;
        }
        ObjectNode object = workload.copy();
        JsonNode generation = Json.at(object, "metadata", "generation");
        ObjectNode status = Json.child(object, "status");
        if (type.equals(ResourceTypes.JOB) ? status.has("succeeded") : isUpToDate(status, generation)) {
            return;
        }
        if (type.equals(ResourceTypes.JOB)) {
            status.put("succeeded", 1).put("completionTime", store.timestamp());
            status.withArray("conditions").addObject().put("type", "Complete").put("status", "True");
        } else {
            int wanted = Json.at(object, "spec", "replicas").asInt(1);
            followScale(object, status.path("replicas").asInt(-1), wanted, store);
            makeReady(status, generation.asInt(1), wanted);
        }
        store.change(workload, object);
    }

    /// The pods that people see here are those of endpoints. They go when their workload is scaled to nothing, and
    /// come back with it; other workloads are well without any.
    private static void followScale(JsonNode workload, int before, int wanted, ObjectStore store) {
        if (wanted == 0) {
            podsOf(workload, store).forEach(store::remove);
        } else if (before == 0) {
            for (int number = 0; number < wanted; number++) {
                store.add(ResourceTypes.POD, pod(workload, number));
            }
        }
    }

    private static List<StoredObject> podsOf(JsonNode workload, ObjectStore store) {
        String namespace = Json.text(workload, "metadata", "namespace");
        Map<String, String> selector = Json.map(Json.at(workload, "spec", "selector", "matchLabels"));
        return store.list(ResourceTypes.POD).stream()
                .filter(pod -> pod.namespace().equals(namespace))
                .filter(pod -> Json.map(Json.at(pod.object(), "metadata", "labels"))
                        .entrySet()
                        .containsAll(selector.entrySet()))
                .toList();
    }

    private static ObjectNode pod(JsonNode workload, int number) {
        JsonNode template = Json.at(workload, "spec", "template");
        String name = Json.text(workload, "metadata", "name") + "-" + number;
        ObjectNode pod = named("v1", "Pod", Json.text(workload, "metadata", "namespace"), name);
        Json.metadata(pod).set("labels", Json.at(template, "metadata", "labels").deepCopy());
        pod.set("spec", template.path("spec").deepCopy());
        ObjectNode status = pod.putObject("status").put("phase", "Running");
        status.withArray("conditions").addObject().put("type", "Ready").put("status", "True");
        return pod;
    }

    /// Its pods go on at another node, while there is one.
    static void onNodeGone(String name, ObjectStore store) {
        store.list(ResourceTypes.NODE).stream().findFirst().ifPresent(other -> {
            for (StoredObject pod : store.list(ResourceTypes.POD)) {
                if (Json.text(pod.object(), "spec", "nodeName").equals(name)) {
                    ObjectNode moved = pod.copy();
                    Json.child(moved, "spec").put("nodeName", other.name());
                    store.change(pod, moved);
                }
            }
        });
    }

    /// Pods run on nodes, or on Fargate where a profile selects their namespace.
    private static boolean hasRoomFor(StoredObject workload, ObjectStore store) {
        return !store.list(ResourceTypes.NODE).isEmpty()
                || store.find(ResourceTypes.MUTATING_WEBHOOK, "", ClusterView.FARGATE_WEBHOOK)
                        .map(row -> Json.text(row.object(), "metadata", "annotations", ClusterView.FARGATE_NAMESPACES))
                        .filter(namespaces -> Stream.of(namespaces.split(",", -1))
                                .anyMatch(pattern -> workload.namespace().matches(pattern.replace("*", ".*"))))
                        .isPresent();
    }

    private static boolean isUpToDate(JsonNode status, JsonNode generation) {
        return status.path("observedGeneration").asInt() == generation.asInt();
    }

    static void makeReady(ObjectNode status, int generation, int replicas) {
        status.put("observedGeneration", generation)
                .put("replicas", replicas)
                .put("updatedReplicas", replicas)
                .put("readyReplicas", replicas)
                .put("availableReplicas", replicas);
        status.remove("conditions");
        status.withArray("conditions")
                .addObject()
                .put("type", "Available")
                .put("status", "True")
                .put("reason", "MinimumReplicasAvailable")
                .put("message", "Deployment has minimum availability.");
    }
}
