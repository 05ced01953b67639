package dev.envctl.kubernetes;

import static dev.envctl.kubernetes.EmrGrant.Reading.FRESH;
import static dev.envctl.kubernetes.EmrGrant.Reading.SHARED;

import dev.envctl.problem.Code;
import dev.envctl.provider.Clusters;
import dev.envctl.provider.Definition;
import dev.envctl.provider.Observed;
import dev.envctl.provider.Ownership;
import dev.envctl.provider.Phase;
import dev.envctl.provider.ProviderException;
import dev.envctl.provider.ResourceKind;
import dev.envctl.provider.Session;
import dev.envctl.provider.Traits;
import dev.envctl.provider.Wanted;
import dev.envctl.value.FieldPath;
import dev.envctl.value.Ordered;
import dev.envctl.value.Value;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/// Amazon EMR's way into a namespace. Its parts are shared (the `aws-auth` ConfigMap, one access entry per cluster) or
/// exist in one mechanism only (Role and RoleBinding), so ownership is kept in a small ConfigMap of its own in the
/// namespace. It is made first and deleted last: whatever a crash leaves behind is found again.
public final class EmrContainersAccess implements ResourceKind<EmrContainersAccess.Spec> {

    /// `permissions` and `mapping` are `complete`, or say what is missing: drift in any part is a difference to
    /// read.
    public record Spec(
            String clusterName, String namespace, Optional<String> mode, String permissions, String mapping) {}

    static final String LEDGER = "envctl-emr-access";

    private static final String AWS_AUTH = "aws-auth";
    private static final String ACCESS_ENTRY = "access-entry";

    private static final Traits TRAITS = Traits.of(
                    45, Traits.Overlap.WHEN_RENAMED, Traits.Ledger.OBJECT, "/clusterName", "/namespace")
            .withScope("Cluster")
            .withInside("Namespace")
            .withReferences("/clusterName", "/namespace")
            .withWaitsFor("Namespace", "AccessEntry")
            .withTypical(Duration.ofSeconds(2), Duration.ofSeconds(2))
            .withActions(
                    "eks:DescribeCluster",
                    "eks:AccessKubernetesApi",
                    "eks:DescribeAccessEntry",
                    "eks:ListAssociatedAccessPolicies",
                    "eks:CreateAccessEntry",
                    "eks:DeleteAccessEntry",
                    "eks:AssociateAccessPolicy",
                    "eks:DisassociateAccessPolicy",
                    "eks:TagResource");

    private final ClusterClients clients;
    private final Clusters clusters;

    /// Steps of one apply run side by side, and what they change of a cluster they share.
    private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();

    EmrContainersAccess(ClusterClients clients, Clusters clusters) {
        this.clients = clients;
        this.clusters = clusters;
    }

    @Override
    public Definition<Spec> definition() {
        return Definition.of("EmrContainersAccess", Spec.class, TRAITS);
    }

    @Override
    public List<Observed<Spec>> observe(Wanted wanted, Session session) {
        List<Observed<Spec>> found = new ArrayList<>();
        for (String cluster : ClusterNames.in(wanted)) {
            clients.find(cluster, session).ifPresent(reached -> found.addAll(observe(reached, wanted, session)));
        }
        return found;
    }

    /// The index shows our ledgers and those of other environments.
    private List<Observed<Spec>> observe(ClusterClients.Reached reached, Wanted wanted, Session session) {
        Map<String, ClusterObject> ledgers = new LinkedHashMap<>();
        for (ClusterObject ledger : new ObjectIndex(reached.client()).entries(ObjectIndex.EMR_ACCESS, session)) {
            ledgers.put(ledger.namespace(), ledger);
        }
        List<String> sought = wanted.sought().stream()
                .filter(each -> each.criteria()
                        .text("clusterName")
                        .equals(Optional.of(reached.connection().name())))
                .flatMap(each -> each.criteria().text("namespace").stream())
                .toList();
        List<Observed<Spec>> found = new ArrayList<>();
        ledgers.forEach((namespace, ledger) -> {
            boolean isOwned = Ledger.isOwnedBy(ledger, session.place().owner());
            if ((wanted.includeOwned() && isOwned) || sought.contains(namespace)) {
                found.add(observed(reached, namespace, Optional.of(ledger), session, SHARED));
            }
        });
        for (String namespace : sought) {
            if (!ledgers.containsKey(namespace)
                    && grant(reached, mechanism(reached), session, SHARED).isPresent(namespace)) {
                found.add(observed(reached, namespace, Optional.empty(), session, SHARED));
            }
        }
        return found;
    }

    private Observed<Spec> observed(
            ClusterClients.Reached reached,
            String namespace,
            Optional<ClusterObject> ledger,
            Session session,
            EmrGrant.Reading reading) {
        String mechanism = ledger.flatMap(object -> object.find("data", "mechanism"))
                .filter(text -> text.equals(AWS_AUTH) || text.equals(ACCESS_ENTRY))
                .orElseGet(() -> mechanism(reached));
        EmrGrant grant = grant(reached, mechanism, session, reading);
        String cluster = reached.connection().name();
        Spec spec = new Spec(cluster, namespace, Optional.of(mechanism), grant.permissions(namespace), grant.mapping());
        Observed<Spec> observed = Observed.ready(
                cluster + "/" + namespace,
                spec,
                Value.map("mechanism", Value.of(mechanism)),
                ledger.flatMap(Ledger::of));
        boolean isGoing = ledger.filter(ClusterObject::isTerminating).isPresent();
        return isGoing ? observed.in(Phase.DELETING, "Terminating", Optional.empty()) : observed;
    }

    private static String mechanism(ClusterClients.Reached reached) {
        return reached.connection().authenticationMode().equals("CONFIG_MAP") ? AWS_AUTH : ACCESS_ENTRY;
    }

    private EmrGrant grant(
            ClusterClients.Reached reached, String mechanism, Session session, EmrGrant.Reading reading) {
        return mechanism.equals(AWS_AUTH)
                ? new AwsAuthGrant(reached.client(), reached.connection().authenticationMode(), session, reading)
                : new AccessEntryGrant(clusters, reached.connection(), session, reading);
    }

    @Override
    public Observed<Spec> create(Spec desired, Ownership ownership, Session session) {
        ClusterClients.Reached reached = clients.get(desired.clusterName(), session);
        String mechanism = desired.mode().orElseGet(() -> mechanism(reached));
        requireNoOther(reached.client(), desired, ownership);
        writeLedger(reached.client(), desired.namespace(), mechanism, ownership, session);
        locked(
                desired.clusterName(),
                () -> grant(reached, mechanism, session, FRESH).grant(desired.namespace(), session));
        return readBack(reached, desired.namespace(), session);
    }

    private static void requireNoOther(ClusterClient client, Spec desired, Ownership ownership) {
        Optional<Ownership> other = client.get(ObjectType.CONFIG_MAP, desired.namespace(), LEDGER)
                .flatMap(Ledger::of)
                .filter(found -> !found.environment().equals(ownership.environment())
                        || !found.address().equals(ownership.address()));
        if (other.isPresent()) {
            throw ProviderException.of(
                    Code.OTHER_OWNER,
                    "Access of Amazon EMR to the namespace %s in cluster %s belongs to %s of environment %s."
                            .formatted(
                                    desired.namespace(),
                                    desired.clusterName(),
                                    other.get().address(),
                                    other.get().environment()));
        }
    }

    private Observed<Spec> readBack(ClusterClients.Reached reached, String namespace, Session session) {
        Optional<ClusterObject> ledger = reached.client().get(ObjectType.CONFIG_MAP, namespace, LEDGER);
        return observed(reached, namespace, ledger, session, FRESH);
    }

    /// A change of mechanism makes the new way in before it closes the old one.
    @Override
    public Observed<Spec> update(
            Observed<Spec> current, Spec desired, Set<FieldPath> changed, Ownership ownership, Session session) {
        ClusterClients.Reached reached = clients.get(desired.clusterName(), session);
        String before = current.spec().mode().orElseGet(() -> mechanism(reached));
        String after = desired.mode().orElseGet(() -> isUsable(before, reached) ? before : mechanism(reached));
        locked(desired.clusterName(), () -> {
            grant(reached, after, session, FRESH).grant(desired.namespace(), session);
            if (!after.equals(before)) {
                grant(reached, before, session, FRESH).revoke(desired.namespace(), session);
            }
        });
        writeLedger(reached.client(), desired.namespace(), after, ownership, session);
        return readBack(reached, desired.namespace(), session);
    }

    private static boolean isUsable(String mechanism, ClusterClients.Reached reached) {
        String unusable = mechanism.equals(AWS_AUTH) ? "API" : "CONFIG_MAP";
        return !reached.connection().authenticationMode().equals(unusable);
    }

    @Override
    public void delete(Observed<Spec> current, Session session) {
        Spec spec = current.spec();
        ClusterClients.Reached reached = clients.get(spec.clusterName(), session);
        String mechanism = spec.mode().orElseGet(() -> mechanism(reached));
        locked(
                spec.clusterName(),
                () -> grant(reached, mechanism, session, FRESH).revoke(spec.namespace(), session));
        reached.client()
                .get(ObjectType.CONFIG_MAP, spec.namespace(), LEDGER)
                .ifPresent(ledger -> reached.client().delete(ObjectType.CONFIG_MAP, ledger, session));
    }

    @Override
    public void claim(Observed<Spec> current, Ownership ownership, Session session) {
        ClusterClients.Reached reached = clients.get(current.spec().clusterName(), session);
        String mechanism = current.spec().mode().orElseGet(() -> mechanism(reached));
        writeLedger(reached.client(), current.spec().namespace(), mechanism, ownership, session);
    }

    @Override
    public void release(Observed<Spec> current, Session session) {
        ClusterClient client =
                clients.get(current.spec().clusterName(), session).client();
        client.get(ObjectType.CONFIG_MAP, current.spec().namespace(), LEDGER)
                .ifPresent(ledger -> client.delete(ObjectType.CONFIG_MAP, ledger, session));
    }

    @Override
    public Observed<Spec> await(Observed<Spec> current, Session session) {
        Spec spec = current.spec();
        return readBack(clients.get(spec.clusterName(), session), spec.namespace(), session);
    }

    private static void writeLedger(
            ClusterClient client, String namespace, String mechanism, Ownership ownership, Session session) {
        Map<String, String> labels = new LinkedHashMap<>(Ledger.labels(ownership));
        labels.put(ObjectIndex.MARK, ObjectIndex.EMR_ACCESS);
        ObjectMeta metadata = new ObjectMetaBuilder()
                .withNamespace(namespace)
                .withName(LEDGER)
                .withLabels(labels)
                .withAnnotations(ownership.tags())
                .build();
        client.apply(
                ObjectType.CONFIG_MAP,
                metadata,
                Map.of("data", Ordered.copyOf(Map.of("mechanism", mechanism))),
                session);
    }

    private void locked(String cluster, Runnable change) {
        ReentrantLock lock = locks.computeIfAbsent(cluster, _ -> new ReentrantLock());
        lock.lock();
        try {
            change.run();
        } finally {
            lock.unlock();
        }
    }
}
