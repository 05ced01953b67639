package dev.envctl.kubernetes;

import dev.envctl.problem.Code;
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
import java.util.function.Predicate;

/// A service account, whose annotation `eks.amazonaws.com/role-arn` lets its pods act as an IAM role. Labels and
/// annotations are shared with others as those of a [Namespace] are.
public final class ServiceAccount implements ResourceKind<ServiceAccount.Spec> {

    public record Spec(
            String clusterName,
            String namespace,
            String name,
            Map<String, String> labels,
            Map<String, String> annotations) {}

    private record Key(String namespace, String name) {}

    private static final Traits TRAITS = Traits.of(
                    52, Traits.Overlap.WHEN_RENAMED, Traits.Ledger.OBJECT, "/clusterName", "/namespace", "/name")
            .withScope("Cluster")
            .withInside("Namespace")
            .withReferences("/clusterName", "/namespace", "/annotations")
            .withWaitsFor("Namespace")
            .withTypical(Duration.ofSeconds(1), Duration.ofSeconds(1))
            .withActions("eks:DescribeCluster", "eks:AccessKubernetesApi");

    private final ClusterClients clients;

    ServiceAccount(ClusterClients clients) {
        this.clients = clients;
    }

    @Override
    public Definition<Spec> definition() {
        return Definition.of("ServiceAccount", Spec.class, TRAITS);
    }

    @Override
    public List<Observed<Spec>> observe(Wanted wanted, Session session) {
        List<Observed<Spec>> found = new ArrayList<>();
        for (String cluster : ClusterNames.in(wanted)) {
            clients.find(cluster, session)
                    .ifPresent(reached -> found.addAll(observe(reached.client(), wanted, session)));
        }
        return found;
    }

    private static List<Observed<Spec>> observe(ClusterClient client, Wanted wanted, Session session) {
        Map<Key, ClusterObject> live = new LinkedHashMap<>();
        // the index says whether there are any, and usually there are none
        if (wanted.includeOwned()
                && !new ObjectIndex(client)
                        .types(ObjectIndex.SERVICE_ACCOUNT, session)
                        .isEmpty()) {
            String owner = session.place().owner();
            client.listLabelled(ObjectType.SERVICE_ACCOUNT, Ledger.LABEL, Ledger.label(owner)).stream()
                    .filter(object -> Ledger.isOwnedBy(object, owner))
                    .forEach(object -> live.put(new Key(object.namespace(), object.name()), object));
        }
        List<Wanted.Sought> here = wanted.sought().stream()
                .filter(each -> each.criteria().text("clusterName").equals(Optional.of(client.cluster())))
                .toList();
        for (Wanted.Sought each : here) {
            key(each)
                    .filter(key -> !live.containsKey(key))
                    .ifPresent(key -> client.get(ObjectType.SERVICE_ACCOUNT, key.namespace(), key.name())
                            .ifPresent(object -> live.put(key, object)));
        }
        List<Observed<Spec>> found = new ArrayList<>();
        live.forEach((key, object) -> found.add(observed(
                client.cluster(),
                object,
                here.stream().filter(each -> key(each).equals(Optional.of(key))).toList())));
        return found;
    }

    private static Optional<Key> key(Wanted.Sought sought) {
        return sought.criteria()
                .text("namespace")
                .flatMap(namespace -> sought.criteria().text("name").map(name -> new Key(namespace, name)));
    }

    private static Observed<Spec> observed(String cluster, ClusterObject object, List<Wanted.Sought> sought) {
        Observed<Spec> observed = observed(
                cluster,
                object,
                MetadataKeys.managed(object, "labels", sought),
                MetadataKeys.managed(object, "annotations", sought));
        return sought.stream()
                .filter(Wanted.Sought::external)
                .findFirst()
                .map(each -> observed.soughtBy(each.address()))
                .orElse(observed);
    }

    private static Observed<Spec> observed(
            String cluster, ClusterObject object, Predicate<String> labels, Predicate<String> annotations) {
        Spec spec = new Spec(
                cluster,
                object.namespace(),
                object.name(),
                MetadataKeys.keep(object.labels(), labels),
                MetadataKeys.keep(object.annotations(), annotations));
        Observed<Spec> observed = Observed.ready(
                "%s/%s/%s".formatted(cluster, object.namespace(), object.name()),
                spec,
                Value.map("uid", Value.of(object.uid())),
                Ledger.of(object));
        return object.isTerminating() ? observed.in(Phase.DELETING, "Terminating", Optional.empty()) : observed;
    }

    @Override
    public Observed<Spec> create(Spec desired, Ownership ownership, Session session) {
        ClusterClient client = clients.get(desired.clusterName(), session).client();
        Optional<ClusterObject> present = client.get(ObjectType.SERVICE_ACCOUNT, desired.namespace(), desired.name());
        if (present.isPresent()
                && Ledger.of(present.get()).filter(ownership::isSameLifeAs).isEmpty()) {
            // apply would write over it without a word
            throw ProviderException.of(
                    Code.NOT_OURS,
                    "Service account \"%s\" in namespace %s of cluster %s has appeared since the plan was made."
                            .formatted(desired.name(), desired.namespace(), desired.clusterName()));
        }
        return apply(desired, Optional.of(ownership), session);
    }

    @Override
    public Observed<Spec> update(
            Observed<Spec> current, Spec desired, Set<FieldPath> changed, Ownership ownership, Session session) {
        return apply(desired, Optional.of(ownership), session);
    }

    private Observed<Spec> apply(Spec desired, Optional<Ownership> ownership, Session session) {
        Map<String, String> labels = new LinkedHashMap<>(desired.labels());
        Map<String, String> annotations = new LinkedHashMap<>(desired.annotations());
        ownership.ifPresent(owner -> {
            labels.putAll(Ledger.labels(owner));
            annotations.putAll(owner.tags());
        });
        ObjectMeta metadata = new ObjectMetaBuilder()
                .withNamespace(desired.namespace())
                .withName(desired.name())
                .withLabels(labels)
                .withAnnotations(annotations)
                .build();
        ClusterClient client = clients.get(desired.clusterName(), session).client();
        ownership.ifPresent(owner -> new ObjectIndex(client)
                .add(ObjectIndex.SERVICE_ACCOUNT, ref(desired.namespace(), desired.name()), owner, session));
        ClusterObject live = client.apply(ObjectType.SERVICE_ACCOUNT, metadata, Map.of(), session);
        return observed(desired.clusterName(), live, desired.labels()::containsKey, desired.annotations()::containsKey);
    }

    @Override
    public void delete(Observed<Spec> current, Session session) {
        ClusterClient client =
                clients.get(current.spec().clusterName(), session).client();
        client.get(
                        ObjectType.SERVICE_ACCOUNT,
                        current.spec().namespace(),
                        current.spec().name())
                .filter(live -> current.computed().text("uid").equals(Optional.of(live.uid())))
                .ifPresent(live -> client.delete(ObjectType.SERVICE_ACCOUNT, live, session));
        removeFromIndex(client, current.spec(), session);
    }

    private static void removeFromIndex(ClusterClient client, Spec spec, Session session) {
        new ObjectIndex(client).remove(ref(spec.namespace(), spec.name()), session);
    }

    private static ObjectRef ref(String namespace, String name) {
        return new ObjectRef(
                new ObjectRef.Type(ObjectType.SERVICE_ACCOUNT.apiVersion(), ObjectType.SERVICE_ACCOUNT.kind()),
                namespace,
                name);
    }

    @Override
    public void claim(Observed<Spec> current, Ownership ownership, Session session) {
        apply(current.spec(), Optional.of(ownership), session);
    }

    @Override
    public void release(Observed<Spec> current, Session session) {
        apply(current.spec(), Optional.empty(), session);
        removeFromIndex(clients.get(current.spec().clusterName(), session).client(), current.spec(), session);
    }

    @Override
    public Observed<Spec> await(Observed<Spec> current, Session session) {
        return current;
    }
}
