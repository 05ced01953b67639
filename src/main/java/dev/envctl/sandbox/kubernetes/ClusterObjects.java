package dev.envctl.sandbox.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.envctl.sandbox.ClusterView;
import dev.envctl.sandbox.World;

/// A cluster as AWS services see it: the same objects, without the API server's checks of who asks.
public final class ClusterObjects implements ClusterView {

    private final ObjectStore store;

    private ClusterObjects(ObjectStore store) {
        this.store = store;
    }

    /// A cluster that nobody has looked into yet is furnished first.
    public static ClusterView named(World world, String cluster) {
        return new ClusterObjects(ClusterSeed.open(world, cluster));
    }

    /// Those of every cluster.
    public static Clusters all() {
        return new Clusters() {
            @Override
            public ClusterView named(World world, String clusterName) {
                return ClusterObjects.named(world, clusterName);
            }

            @Override
            public void begin(World world, String clusterName) {
                ClusterSeed.plantBare(world, clusterName);
            }

            @Override
            public void end(World world, String clusterName) {
                new ObjectStore(world, clusterName).forget();
            }
        };
    }

    @Override
    public boolean namespaceExists(String namespace) {
        return store.find(ResourceTypes.NAMESPACE, "", namespace)
                .filter(row -> !row.isTerminating())
                .isPresent();
    }

    @Override
    public boolean hasEmrAccess(String namespace) {
        return EmrPermissions.granted(store, namespace);
    }

    @Override
    public boolean loadBalancerControllerReady() {
        return store.list(ResourceTypes.DEPLOYMENT).stream()
                .filter(row -> Json.text(row.object(), "metadata", "labels", "app.kubernetes.io/name")
                        .equals("aws-load-balancer-controller"))
                .anyMatch(ClusterObjects::hasAvailableReplicas);
    }

    @Override
    public boolean isAvailable(String namespace, String deployment) {
        return store.find(ResourceTypes.DEPLOYMENT, namespace, deployment)
                .filter(ClusterObjects::hasAvailableReplicas)
                .isPresent();
    }

    private static boolean hasAvailableReplicas(StoredObject row) {
        return Json.at(row.object(), "status", "availableReplicas").asInt() > 0;
    }

    @Override
    public void putObject(String json) {
        ObjectNode object = Json.read(json);
        ResourceType type = type(Json.text(object, "apiVersion"), Json.text(object, "kind"));
        String namespace = Json.text(object, "metadata", "namespace");
        store.find(type, namespace, Json.text(object, "metadata", "name"))
                .ifPresentOrElse(present -> replace(type, present, object), () -> {
                    Defaults.fill(type, object, store);
                    Controllers.onCreated(type, store.add(type, object), store);
                });
    }

    private void replace(ResourceType type, StoredObject present, ObjectNode object) {
        Defaults.fill(type, object, store);
        ObjectNode metadata = present.object().path("metadata").deepCopy();
        metadata.setAll(Json.metadata(object));
        object.set("metadata", metadata);
        store.change(present, object);
    }

    @Override
    public void deleteObject(String apiVersion, String kind, String namespace, String name) {
        ResourceType type = type(apiVersion, kind);
        store.find(type, namespace, name).ifPresent(row -> {
            store.remove(row);
            if (type.equals(ResourceTypes.NODE)) {
                Controllers.onNodeGone(name, store);
            }
        });
    }

    private ResourceType type(String apiVersion, String kind) {
        return ResourceTypes.ofKind(store, apiVersion, kind)
                .orElseThrow(() -> new IllegalStateException(
                        "no type %s %s is served; this is a bug in the sandbox".formatted(apiVersion, kind)));
    }
}
