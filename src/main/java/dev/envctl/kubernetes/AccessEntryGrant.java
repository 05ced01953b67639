package dev.envctl.kubernetes;

import dev.envctl.problem.Code;
import dev.envctl.provider.Clusters;
import dev.envctl.provider.Ownership;
import dev.envctl.provider.ProviderException;
import dev.envctl.provider.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.TreeSet;

/// EMR by an EKS access entry: one entry for its service-linked role, and one access policy whose scope lists the
/// namespaces. EMR makes and extends the same entry itself when a virtual cluster is made, so neither is ever foreign.
final class AccessEntryGrant implements EmrGrant {

    /// Marks an entry that envctl made. Not the ledger: the entry serves every environment on the cluster.
    static final Map<String, String> TAGS = Map.of(Ownership.PREFIX + "shared", "emr-containers");

    private static final int ATTEMPTS = 5;

    private final Clusters clusters;
    private final Clusters.Connection connection;
    private final String principal;
    private final String policyArn;
    private final Session session;
    private final Reading reading;

    AccessEntryGrant(Clusters clusters, Clusters.Connection connection, Session session, Reading reading) {
        this.clusters = clusters;
        this.connection = connection;
        this.session = session;
        this.reading = reading;
        Session.Place place = session.place();
        this.principal =
                "arn:%s:iam::%s:role/aws-service-role/emr-containers.amazonaws.com/AWSServiceRoleForAmazonEMRContainers"
                        .formatted(place.partition(), place.accountId());
        this.policyArn = "arn:%s:eks::aws:cluster-access-policy/AmazonEMRJobPolicy".formatted(place.partition());
    }

    @Override
    public String permissions(String namespace) {
        return covers(remembered(), namespace)
                ? COMPLETE
                : "AmazonEMRJobPolicy does not cover the namespace " + namespace;
    }

    @Override
    public String mapping() {
        return remembered().isPresent() ? COMPLETE : "there is no access entry for " + principal;
    }

    /// An entry that covers the namespace is EMR's own doing as likely as anybody's, so it is no reason to stop.
    @Override
    public boolean isPresent(String namespace) {
        return false;
    }

    /// An association overwrites the scope of the one before, so the namespaces are merged, and read back in case
    /// somebody else did the same in the same moment.
    @Override
    public void grant(String namespace, Session writing) {
        if (connection.authenticationMode().equals("CONFIG_MAP")) {
            throw ProviderException.of(
                    Code.INVALID_REQUEST,
                    "Cluster %s has no access entries: its authentication mode is CONFIG_MAP."
                            .formatted(connection.name()));
        }
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<Clusters.AccessEntry> entry = clusters.accessEntry(connection.name(), principal);
            if (covers(entry, namespace)) {
                return;
            }
            if (entry.isEmpty()) {
                writing.beforeWrite();
                clusters.createAccessEntry(connection.name(), principal, TAGS);
            }
            TreeSet<String> namespaces = new TreeSet<>(
                    policy(entry).map(Clusters.AccessEntry.Policy::namespaces).orElse(List.of()));
            namespaces.add(namespace);
            associate(namespaces, writing);
        }
        if (!covers(clusters.accessEntry(connection.name(), principal), namespace)) {
            throw ProviderException.of(
                            Code.SERVICE_ERROR,
                            "AmazonEMRJobPolicy in cluster %s still does not cover the namespace %s."
                                    .formatted(connection.name(), namespace))
                    .withHint("Another tool seems to set its scope. Run again when it is done.");
        }
    }

    /// EMR takes a namespace out of the scope itself when its virtual cluster goes, so there may be nothing left to
    /// do.
    @Override
    public void revoke(String namespace, Session writing) {
        Optional<Clusters.AccessEntry> entry = clusters.accessEntry(connection.name(), principal);
        if (entry.isEmpty()) {
            return;
        }
        List<Clusters.AccessEntry.Policy> left = new ArrayList<>(entry.get().policies());
        Optional<Clusters.AccessEntry.Policy> policy = policy(entry).filter(found -> !found.wholeCluster());
        if (policy.isPresent() && policy.get().namespaces().contains(namespace)) {
            TreeSet<String> namespaces = new TreeSet<>(policy.get().namespaces());
            namespaces.remove(namespace);
            if (namespaces.isEmpty()) {
                writing.beforeWrite();
                clusters.disassociatePolicy(connection.name(), principal, policyArn);
                left.remove(policy.get());
            } else {
                associate(namespaces, writing);
            }
        }
        // one that a document manages as well is that document's to delete
        boolean isOurs = entry.get().tags().entrySet().containsAll(TAGS.entrySet())
                && Ownership.from(entry.get().tags()).isEmpty();
        if (left.isEmpty() && isOurs) {
            writing.beforeWrite();
            clusters.deleteAccessEntry(connection.name(), principal);
        }
    }

    private void associate(SequencedSet<String> namespaces, Session writing) {
        writing.beforeWrite();
        clusters.associatePolicy(
                connection.name(),
                principal,
                new Clusters.AccessEntry.Policy(policyArn, false, List.copyOf(namespaces)));
    }

    private Optional<Clusters.AccessEntry> remembered() {
        return reading.of(
                session,
                "eks/emr-access-entry/" + connection.name(),
                () -> clusters.accessEntry(connection.name(), principal));
    }

    private boolean covers(Optional<Clusters.AccessEntry> entry, String namespace) {
        return policy(entry)
                .filter(policy -> policy.wholeCluster() || policy.namespaces().contains(namespace))
                .isPresent();
    }

    private Optional<Clusters.AccessEntry.Policy> policy(Optional<Clusters.AccessEntry> entry) {
        return entry.stream()
                .flatMap(found -> found.policies().stream())
                .filter(policy -> policy.arn().equals(policyArn))
                .findFirst();
    }
}
