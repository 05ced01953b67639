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

    Table<FargateProfileRow> fargateProfiles() {
        return world.table("eks.fargate-profiles", FargateProfileRow.class);
    }

    Table<PodIdentityRow> podIdentities() {
        return world.table("eks.pod-identity-associations", PodIdentityRow.class);
    }

    Table<UpdateRow> updates() {
        return world.table("eks.updates", UpdateRow.class);
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

    List<FargateProfileRow> fargateProfilesOf(String clusterName) {
        return fargateProfiles().where(profile -> profile.clusterName().equals(clusterName));
    }

    List<PodIdentityRow> podIdentitiesOf(String clusterName) {
        return podIdentities().where(association -> association.clusterName().equals(clusterName));
    }

    List<AccessEntryRow> accessEntriesOf(String clusterName) {
        return accessEntries().where(entry -> entry.clusterName().equals(clusterName));
    }

    /// A cluster with all that goes when it goes.
    void removeCluster(String clusterName) {
        addonsOf(clusterName).forEach(addon -> addons().remove(addon.key()));
        accessEntriesOf(clusterName).forEach(entry -> accessEntries().remove(entry.key()));
        podIdentitiesOf(clusterName).forEach(each -> podIdentities().remove(each.associationId()));
        updates()
                .where(update -> update.clusterName().equals(clusterName))
                .forEach(update -> updates().remove(update.id()));
        clusters().remove(clusterName);
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

    /// A cluster as its Kubernetes API needs to know it; empty as long as that does not answer.
    public Optional<ClusterDirectory.Cluster> directoryEntry(String clusterName) {
        return clusters()
                .get(clusterName)
                .filter(cluster -> cluster.answersAt(world.now()))
                .map(cluster -> new ClusterDirectory.Cluster(
                        cluster.name(),
                        cluster.version(),
                        cluster.settings().authenticationMode(),
                        cluster.origin().creatorIsAdministrator()
                                ? cluster.origin().creatorArn()
                                : "",
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
