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
import dev.envctl.value.Address;
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
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Predicate;

/// A namespace of a cluster. Of its labels and annotations, those that envctl set and those the document names are
/// managed; what other programs add beside them is left alone and not shown.
public final class Namespace implements ResourceKind<Namespace.Spec> {

    public record Spec(String clusterName, String name, Map<String, String> labels, Map<String, String> annotations) {}

    private static final Traits TRAITS = Traits.of(
                    40, Traits.Overlap.WHEN_RENAMED, Traits.Ledger.OBJECT, "/clusterName", "/name")
            .withScope("Cluster")
            .withReferences("/clusterName")
            .withStates(states())
            .withTypical(Duration.ofSeconds(1), Duration.ofSeconds(20))
            .withActions("eks:DescribeCluster", "eks:AccessKubernetesApi");

    private static final Duration DELETE_TIMEOUT = Duration.ofMinutes(15);

    private final ClusterClients clients;

    Namespace(ClusterClients clients) {
        this.clients = clients;
    }

    private static SequencedMap<String, Phase> states() {
        SequencedMap<String, Phase> states = new LinkedHashMap<>();
        states.put("Active", Phase.READY);
        states.put("Terminating", Phase.DELETING);
        return Ordered.copyOf(states);
    }

    @Override
    public Definition<Spec> definition() {
        return Definition.of("Namespace", Spec.class, TRAITS);
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

    private List<Observed<Spec>> observe(ClusterClient client, Wanted wanted, Session session) {
        Map<String, ClusterObject> live = new LinkedHashMap<>();
        if (wanted.includeOwned()) {
            String owner = session.place().owner();
            client.listLabelled(ObjectType.NAMESPACE, Ledger.LABEL, Ledger.label(owner)).stream()
                    .filter(object -> Ledger.isOwnedBy(object, owner))
                    .forEach(object -> live.put(object.name(), object));
        }
        List<Wanted.Sought> sought = wanted.sought().stream()
                .filter(each -> each.criteria().text("clusterName").equals(Optional.of(client.cluster())))
                .filter(each -> each.criteria().text("name").isPresent())
                .toList();
        for (Wanted.Sought each : sought) {
            String name = each.criteria().text("name").orElseThrow();
            if (!live.containsKey(name)) {
                client.get(ObjectType.NAMESPACE, "", name).ifPresent(object -> live.put(name, object));
            }
        }
        return live.values().stream()
                .map(object -> observed(client.cluster(), object, soughtAs(object, sought)))
                .toList();
    }

    private static List<Wanted.Sought> soughtAs(ClusterObject object, List<Wanted.Sought> sought) {
        return sought.stream()
                .filter(each -> each.criteria().text("name").equals(Optional.of(object.name())))
                .toList();
    }

    private static Observed<Spec> observed(String cluster, ClusterObject object, List<Wanted.Sought> sought) {
        Optional<Address> external = sought.stream()
                .filter(Wanted.Sought::external)
                .map(Wanted.Sought::address)
                .findFirst();
        Observed<Spec> observed = observed(
                cluster,
                object,
                MetadataKeys.managed(object, "labels", sought),
                MetadataKeys.managed(object, "annotations", sought));
        return external.map(observed::soughtBy).orElse(observed);
    }

    private static Observed<Spec> observed(
            String cluster, ClusterObject object, Predicate<String> labels, Predicate<String> annotations) {
        String state = object.isTerminating() ? "Terminating" : "Active";
        Spec spec = new Spec(
                cluster,
                object.name(),
                MetadataKeys.keep(object.labels(), labels),
                MetadataKeys.keep(object.annotations(), annotations));
        Value.MapValue computed = Value.map("uid", Value.of(object.uid()), "phase", Value.of(state));
        return Observed.ready(cluster + "/" + object.name(), spec, computed, Ledger.of(object))
                .in(object.isTerminating() ? Phase.DELETING : Phase.READY, state, whatHolds(object));
    }

    /// Why a namespace that was deleted is still there, in the server's words.
    private static Optional<String> whatHolds(ClusterObject object) {
        List<String> messages = new ArrayList<>();
        for (Object condition : object.list("status", "conditions")) {
            if (condition instanceof Map<?, ?> map && "True".equals(map.get("status"))) {
                messages.add(String.valueOf(map.get("message")));
            }
        }
        return messages.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", messages));
    }

    @Override
    public Observed<Spec> create(Spec desired, Ownership ownership, Session session) {
        ClusterClient client = clients.get(desired.clusterName(), session).client();
        Optional<ClusterObject> present = client.get(ObjectType.NAMESPACE, "", desired.name());
        if (present.filter(ClusterObject::isTerminating).isPresent()) {
            waitUntilGone(client, present.get(), session);
        } else if (present.filter(object -> !isOurs(object, ownership)).isPresent()) {
            // apply would write over it without a word
            throw ProviderException.of(
                    Code.NOT_OURS,
                    "Namespace \"%s\" in cluster %s has appeared since the plan was made."
                            .formatted(desired.name(), desired.clusterName()));
        }
        return apply(client, desired, ownership.tags(), Ledger.labels(ownership), session);
    }

    private static boolean isOurs(ClusterObject object, Ownership ownership) {
        return Ledger.of(object)
                .filter(found -> found.environment().equals(ownership.environment())
                        && found.address().equals(ownership.address()))
                .isPresent();
    }

    @Override
    public Observed<Spec> update(
            Observed<Spec> current, Spec desired, Set<FieldPath> changed, Ownership ownership, Session session) {
        ClusterClient client = clients.get(desired.clusterName(), session).client();
        return apply(client, desired, ownership.tags(), Ledger.labels(ownership), session);
    }

    private static Observed<Spec> apply(
            ClusterClient client,
            Spec desired,
            Map<String, String> ledger,
            Map<String, String> ledgerLabels,
            Session session) {
        Map<String, String> labels = new LinkedHashMap<>(desired.labels());
        labels.putAll(ledgerLabels);
        Map<String, String> annotations = new LinkedHashMap<>(desired.annotations());
        annotations.putAll(ledger);
        ObjectMeta metadata = new ObjectMetaBuilder()
                .withName(desired.name())
                .withLabels(labels)
                .withAnnotations(annotations)
                .build();
        ClusterObject live = client.apply(ObjectType.NAMESPACE, metadata, Map.of(), session);
        return observed(client.cluster(), live, desired.labels()::containsKey, desired.annotations()::containsKey);
    }

    @Override
    public void delete(Observed<Spec> current, Session session) {
        ClusterClient client =
                clients.get(current.spec().clusterName(), session).client();
        Optional<ClusterObject> live =
                client.get(ObjectType.NAMESPACE, "", current.spec().name());
        if (live.isEmpty() || !hasUid(live.get(), current)) {
            return;
        }
        if (!live.get().isTerminating()) {
            client.delete(ObjectType.NAMESPACE, live.get(), session);
        }
        waitUntilGone(client, live.get(), session);
    }

    private static boolean hasUid(ClusterObject live, Observed<Spec> current) {
        return current.computed().text("uid").map(uid -> uid.equals(live.uid())).orElse(true);
    }

    private static void waitUntilGone(ClusterClient client, ClusterObject deleted, Session session) {
        String id = client.cluster() + "/" + deleted.name();
        session.waitFor("namespace " + id + " to be gone")
                .every(Duration.ofSeconds(2))
                .atMost(DELETE_TIMEOUT)
                .untilTrue(() -> {
                    Optional<ClusterObject> left = client.get(ObjectType.NAMESPACE, "", deleted.name())
                            .filter(object -> object.uid().equals(deleted.uid()));
                    left.ifPresent(object -> session.report(
                            id,
                            whatHolds(object).map(why -> "Terminating: " + why).orElse("Terminating")));
                    return left.isEmpty();
                });
    }

    @Override
    public void claim(Observed<Spec> current, Ownership ownership, Session session) {
        ClusterClient client =
                clients.get(current.spec().clusterName(), session).client();
        apply(client, current.spec(), ownership.tags(), Ledger.labels(ownership), session);
    }

    @Override
    public void release(Observed<Spec> current, Session session) {
        ClusterClient client =
                clients.get(current.spec().clusterName(), session).client();
        apply(client, current.spec(), Map.of(), Map.of(), session);
    }

    @Override
    public Observed<Spec> await(Observed<Spec> current, Session session) {
        ClusterClient client =
                clients.get(current.spec().clusterName(), session).client();
        ClusterObject live = client.get(ObjectType.NAMESPACE, "", current.spec().name())
                .orElseThrow(() ->
                        ProviderException.of(Code.CREATION_FAILED, "Namespace %s is gone.".formatted(current.id())));
        return observed(
                client.cluster(),
                live,
                current.spec().labels()::containsKey,
                current.spec().annotations()::containsKey);
    }
}
