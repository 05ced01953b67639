package dev.envctl.plan.preflight;

import dev.envctl.value.FieldPath;
import dev.envctl.value.Value;
import dev.envctl.value.ValueJson;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// The managed endpoints of an environment with the clusters they run in, as far as those are the environment's to
/// see.
record Endpoints(Landscape landscape) {

    static final FieldPath PROVIDER_ID = FieldPath.of("containerProvider", "id");

    static final FieldPath CLUSTER_NAME = FieldPath.of("clusterName");

    record Offer(Item endpoint, Item cluster) {}

    List<Offer> all() {
        return landscape.managed("ManagedEndpoint").stream()
                .flatMap(endpoint -> cluster(endpoint).map(cluster -> new Offer(endpoint, cluster)).stream())
                .toList();
    }

    private Optional<Item> cluster(Item endpoint) {
        return landscape
                .target(endpoint, FieldPath.of("virtualClusterId"), "VirtualCluster", "id")
                .flatMap(Target::item)
                .flatMap(virtual -> landscape.target(virtual, PROVIDER_ID, "Cluster", "name"))
                .flatMap(Target::item);
    }

    /// The clusters that have endpoints, each once.
    List<Item> clusters() {
        return all().stream().map(Offer::cluster).distinct().toList();
    }

    /// The node groups or Fargate profiles of a cluster; empty when one of them might be and nobody can tell.
    Optional<List<Item>> in(Item cluster, String kind) {
        return landscape.referringTo(cluster, kind, CLUSTER_NAME, "name");
    }

    /// Whether every node of a cluster comes from the environment. Nodes that somebody else's node group or
    /// Karpenter brings cannot be seen from here.
    boolean areAllNodesKnown(Item cluster) {
        return cluster.isManaged()
                && Stream.of("HelmRelease", "Manifest")
                        .flatMap(kind -> landscape.all(kind).stream())
                        .noneMatch(item -> mentionsKarpenter(item.attributes()));
    }

    private static boolean mentionsKarpenter(Value value) {
        return ValueJson.write(value).toLowerCase(Locale.ROOT).contains("karpenter");
    }
}
