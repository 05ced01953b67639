package dev.envctl.sandbox.aws.eks;

import dev.envctl.sandbox.ClusterDirectory;
import dev.envctl.sandbox.Table;
import dev.envctl.sandbox.World;
import java.util.List;
import java.util.Optional;

public record EksStore(World world) {

    public static final String EMR_JOB_POLICY = "arn:aws:eks::aws:cluster-access-policy/AmazonEMRJobPolicy";

    public Table<ClusterRow> clusters() {
        return world.table("eks.clusters", ClusterRow.class);
    }

    /// By cluster and name, separated by a space.
    public Table<NodegroupRow> nodegroups() {
        return world.table("eks.nodegroups", NodegroupRow.class);
    }

    public Table<AddonRow> addons() {
        return world.table("eks.addons", AddonRow.class);
    }

    Table<AccessEntryRow> accessEntries() {
        return world.table("eks.access-entries", AccessEntryRow.class);
    }

    public void putAccessEntry(AccessEntryRow entry) {
        accessEntries().put(entry.key(), entry);
    }

    public List<NodegroupRow> nodegroupsOf(String clusterName) {
        return nodegroups().where(group -> group.clusterName().equals(clusterName));
    }

    List<AddonRow> addonsOf(String clusterName) {
        return addons().where(addon -> addon.clusterName().equals(clusterName));
    }

    List<AccessEntryRow> accessEntriesOf(String clusterName) {
        return accessEntries().where(entry -> entry.clusterName().equals(clusterName));
    }

    /// Whether an access entry lets the principal run EMR's work in the namespace.
    public boolean hasEmrJobAccess(String clusterName, String principalArn, String namespace) {
        return clusters()
                        .get(clusterName)
                        .filter(ClusterRow::takesAccessEntries)
                        .isPresent()
                && accessEntries()
                        .get(AccessEntryRow.key(clusterName, principalArn))
                        .flatMap(entry -> entry.association(EMR_JOB_POLICY))
                        .filter(association -> association.covers(namespace))
                        .isPresent();
    }

    /// A cluster as its Kubernetes API needs to know it.
    public Optional<ClusterDirectory.Cluster> directoryEntry(String clusterName) {
        return clusters()
                .get(clusterName)
                .map(cluster -> new ClusterDirectory.Cluster(
                        cluster.name(),
                        cluster.version(),
                        cluster.authenticationMode(),
                        cluster.creatorArn(),
                        accessEntriesOf(clusterName).stream()
                                .map(EksStore::directoryEntry)
                                .toList()));
    }

    private static ClusterDirectory.AccessEntry directoryEntry(AccessEntryRow entry) {
        return new ClusterDirectory.AccessEntry(
                entry.principalArn(),
                entry.username(),
                entry.groups(),
                entry.associations().stream()
                        .map(association ->
                                new ClusterDirectory.Policy(association.policyArn(), association.namespaces()))
                        .toList());
    }
}
