package dev.envctl.kubernetes;

import dev.envctl.problem.Code;
import dev.envctl.provider.Definition;
import dev.envctl.provider.Missing;
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
import dev.envctl.value.Value;
import dev.envctl.value.ValueJson;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;

/// Any Kubernetes object, written out whole. Applied by server-side apply, so that the server itself keeps the record
/// of which fields are ours; nothing else of the object is compared or changed.
public final class Manifest implements ResourceKind<Manifest.Spec> {

    public record Spec(String clusterName, Value manifest, Optional<Boolean> forceConflicts) {}

    private static final Traits TRAITS = Traits.of(
                    54,
                    Traits.Overlap.WHEN_RENAMED,
                    Traits.Ledger.OBJECT,
                    "/clusterName",
                    "/manifest/apiVersion",
                    "/manifest/kind",
                    "/manifest/metadata/namespace",
                    "/manifest/metadata/name")
            .withScope("Cluster")
            .withInside("Namespace")
            .withReferences("/clusterName", "/manifest/metadata/namespace")
            .withWaitsFor("Namespace")
            .withTypical(Duration.ofSeconds(1), Duration.ofSeconds(2))
            .withActions("eks:DescribeCluster", "eks:AccessKubernetesApi");

    private static final Duration DELETE_TIMEOUT = Duration.ofMinutes(10);

    private final ClusterClients clients;

    Manifest(ClusterClients clients) {
        this.clients = clients;
    }

    @Override
    public Definition<Spec> definition() {
        return Definition.of("Manifest", Spec.class, TRAITS);
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

    /// One listing per type: of those that the environment has applied before, and those that documents name.
    private static List<Observed<Spec>> observe(ClusterClient client, Wanted wanted, Session session) {
        Map<ObjectRef, Wanted.Sought> sought = new LinkedHashMap<>();
        for (Wanted.Sought each : wanted.sought()) {
            if (each.criteria().text("clusterName").equals(Optional.of(client.cluster()))) {
                each.criteria().get("manifest").flatMap(ObjectRef::of).ifPresent(ref -> sought.put(ref, each));
            }
        }
        Map<ObjectRef, ClusterObject> live = new LinkedHashMap<>();
        if (wanted.includeOwned()) {
            ownedTypes(client, sought, session)
                    .forEach(type ->
                            client
                                    .listLabelled(
                                            type,
                                            Ledger.LABEL,
                                            Ledger.label(session.place().owner()))
                                    .stream()
                                    .filter(object -> Ledger.isOwnedBy(
                                            object, session.place().owner()))
                                    // the ConfigMap of another kind is not a
                                    // manifest
                                    .filter(Manifest::isManifest)
                                    .forEach(object -> live.put(ref(type, object), object)));
        }
        sought.forEach((ref, each) -> {
            if (!live.containsKey(ref)) {
                type(client, ref, each, session)
                        .flatMap(type -> client.get(type, ref.namespace(), ref.name()))
                        .ifPresent(object -> live.put(ref, object));
            }
        });
        List<Observed<Spec>> found = new ArrayList<>();
        live.forEach((ref, object) -> found.add(observed(
                client, ref, object, Optional.ofNullable(sought.get(ref)).or(() -> soughtByOwner(object, wanted)))));
        return found;
    }

    /// The document of an object of ours, even while a part of its name is not known.
    private static Optional<Wanted.Sought> soughtByOwner(ClusterObject object, Wanted wanted) {
        Optional<Address> owner = Ledger.of(object).map(Ownership::address);
        return wanted.sought().stream()
                .filter(each -> !each.external() && owner.equals(Optional.of(each.address())))
                .findFirst();
    }

    private static SequencedSet<ObjectType> ownedTypes(
            ClusterClient client, Map<ObjectRef, Wanted.Sought> sought, Session session) {
        SequencedSet<ObjectType> types = new LinkedHashSet<>();
        new ObjectIndex(client)
                .types(ObjectIndex.MANIFEST, session)
                .forEach(type -> client.find(type.apiVersion(), type.kind()).ifPresent(types::add));
        sought.forEach((ref, each) -> type(client, ref, each, session).ifPresent(types::add));
        return types;
    }

    /// A kind that is not served yet may be brought by a chart or another manifest of the same apply: noted, not
    /// refused.
    private static Optional<ObjectType> type(
            ClusterClient client, ObjectRef ref, Wanted.Sought sought, Session session) {
        boolean builtIn = ServedTypes.isBuiltIn(ref.type());
        return new ServedTypes(client)
                .find(
                        ref.type(),
                        refusal -> session.missing()
                                .note(
                                        sought.address(),
                                        new Missing.ServedKind(client.cluster(), builtIn, refusal.problem())));
    }

    private static boolean isManifest(ClusterObject object) {
        return Ledger.of(object)
                .filter(found -> found.address().kind().text().equals("Manifest"))
                .isPresent();
    }

    private static ObjectRef ref(ObjectType type, ClusterObject object) {
        return new ObjectRef(new ObjectRef.Type(type.apiVersion(), type.kind()), object.namespace(), object.name());
    }

    private static Observed<Spec> observed(
            ClusterClient client, ObjectRef ref, ClusterObject object, Optional<Wanted.Sought> sought) {
        Observed<Spec> observed = asLive(
                client, ref, object, sought.flatMap(each -> each.criteria().get("manifest")));
        return sought.filter(Wanted.Sought::external)
                .map(each -> observed.soughtBy(each.address()))
                .orElse(observed);
    }

    private static Observed<Spec> asLive(
            ClusterClient client, ObjectRef ref, ClusterObject object, Optional<Value> desired) {
        Value whole = withoutLedger(ValueJson.read(client.json(object)));
        Value applied = named(ref, AppliedFields.of(whole, object.appliedFields(), desired));
        Value manifest = desired.map(value -> Likeness.settle(applied, value)).orElse(applied);
        Observed<Spec> observed = Observed.ready(
                "%s/%s".formatted(client.cluster(), ref),
                new Spec(client.cluster(), manifest, Optional.empty()),
                Value.map("uid", Value.of(object.uid())),
                Ledger.of(object));
        return object.isTerminating() ? observed.in(Phase.DELETING, "Terminating", Optional.empty()) : observed;
    }

    /// What an object is called is no field that anybody applies, and yet part of what is compared.
    private static Value named(ObjectRef ref, Value object) {
        Value.MapValue map = object instanceof Value.MapValue fields ? fields : Value.MapValue.EMPTY;
        Value.MapValue metadata =
                map.get("metadata").orElse(Value.NULL) instanceof Value.MapValue fields ? fields : Value.MapValue.EMPTY;
        Value.MapValue names = Value.map("name", Value.of(ref.name()));
        if (!ref.namespace().isEmpty()) {
            names = names.with("namespace", Value.of(ref.namespace()));
        }
        return Value.map(
                        "apiVersion", Value.of(ref.type().apiVersion()),
                        "kind", Value.of(ref.type().kind()))
                .merge(map)
                .with("metadata", names.merge(metadata));
    }

    private static Value withoutLedger(Value object) {
        if (!(object instanceof Value.MapValue map
                && map.get("metadata").orElse(Value.NULL) instanceof Value.MapValue metadata)) {
            return object;
        }
        Value.MapValue left = metadata.without("managedFields");
        for (String field : List.of("labels", "annotations")) {
            if (metadata.get(field).orElse(Value.NULL) instanceof Value.MapValue entries) {
                Map<String, Value> kept = new LinkedHashMap<>(entries.entries());
                kept.keySet().removeIf(Ownership::isLedgerKey);
                left = kept.isEmpty() ? left.without(field) : left.with(field, new Value.MapValue(kept));
            }
        }
        return map.with("metadata", left);
    }

    @Override
    public Observed<Spec> create(Spec desired, Ownership ownership, Session session) {
        ClusterClient client = clients.get(desired.clusterName(), session).client();
        ObjectRef ref = required(desired);
        ObjectType type = new ServedTypes(client).require(ref);
        Optional<ClusterObject> present = client.get(type, ref.namespace(), ref.name());
        if (present.filter(ClusterObject::isTerminating).isPresent()) {
            waitUntilGone(client, type, present.get(), session);
        } else if (present.isPresent()
                && Ledger.of(present.get()).filter(ownership::isSameLifeAs).isEmpty()) {
            throw ProviderException.of(
                    Code.NOT_OURS,
                    "%s exists in cluster %s already, and envctl did not make it for %s."
                            .formatted(ref, desired.clusterName(), ownership.address()));
        }
        return apply(desired, Optional.of(ownership), session);
    }

    @Override
    public Observed<Spec> update(
            Observed<Spec> current, Spec desired, Set<FieldPath> changed, Ownership ownership, Session session) {
        return apply(desired, Optional.of(ownership), session);
    }

    private Observed<Spec> apply(Spec desired, Optional<Ownership> ownership, Session session) {
        ClusterClient client = clients.get(desired.clusterName(), session).client();
        ObjectRef ref = required(desired);
        ObjectType type = new ServedTypes(client).require(ref);
        ownership.ifPresent(owner -> new ObjectIndex(client).add(ObjectIndex.MANIFEST, ref, owner, session));
        GenericKubernetesResource object = client.parse(ValueJson.write(desired.manifest()));
        ownership.ifPresent(owner -> mark(object, owner));
        ClusterObject live = desired.forceConflicts().orElse(false)
                ? client.apply(type, object, session, ClusterClient.Conflicts.FORCED)
                : applyUnforced(client, type, object, session);
        if (type.equals(ObjectType.CUSTOM_RESOURCE_DEFINITION)) {
            Readiness.waitUntilServed(client, ref.name(), session);
        }
        return asLive(client, ref, live, Optional.of(desired.manifest()));
    }

    private static ClusterObject applyUnforced(
            ClusterClient client, ObjectType type, GenericKubernetesResource object, Session session) {
        try {
            return client.apply(type, object, session, ClusterClient.Conflicts.REFUSED);
        } catch (ProviderException refused) {
            throw refused.code() == Code.FIELD_CONFLICT
                    ? refused.withHint("Take the fields out of the manifest, have the other program give them up, or"
                            + " set forceConflicts: true to take them over.")
                    : refused;
        }
    }

    private static void mark(GenericKubernetesResource object, Ownership ownership) {
        Map<String, String> labels = new LinkedHashMap<>(
                Optional.ofNullable(object.getMetadata().getLabels()).orElse(Map.of()));
        labels.putAll(Ledger.labels(ownership));
        object.getMetadata().setLabels(labels);
        Map<String, String> annotations = new LinkedHashMap<>(
                Optional.ofNullable(object.getMetadata().getAnnotations()).orElse(Map.of()));
        annotations.putAll(ownership.tags());
        object.getMetadata().setAnnotations(annotations);
    }

    private static ObjectRef required(Spec spec) {
        return ObjectRef.of(spec.manifest())
                .orElseThrow(() -> ProviderException.of(
                        Code.INVALID_REQUEST, "A manifest needs apiVersion, kind and metadata.name."));
    }

    @Override
    public void delete(Observed<Spec> current, Session session) {
        ClusterClient client =
                clients.get(current.spec().clusterName(), session).client();
        ObjectRef ref = required(current.spec());
        // with the definition of its type the object is gone too
        client.find(ref.type().apiVersion(), ref.type().kind())
                .ifPresent(type -> delete(client, type, ref, current, session));
        new ObjectIndex(client).remove(ref, session);
    }

    private static void delete(
            ClusterClient client, ObjectType type, ObjectRef ref, Observed<Spec> current, Session session) {
        Optional<ClusterObject> live = client.get(type, ref.namespace(), ref.name())
                .filter(object -> current.computed().text("uid").equals(Optional.of(object.uid())));
        if (live.isPresent()) {
            if (!live.get().isTerminating()) {
                client.delete(type, live.get(), session);
            }
            waitUntilGone(client, type, live.get(), session);
        }
    }

    private static void waitUntilGone(ClusterClient client, ObjectType type, ClusterObject deleted, Session session) {
        session.waitFor("%s %s to be gone".formatted(type.kind(), deleted.name()))
                .every(Duration.ofSeconds(2))
                .atMost(DELETE_TIMEOUT)
                .untilTrue(() -> client.get(type, deleted.namespace(), deleted.name())
                        .filter(object -> object.uid().equals(deleted.uid()))
                        .isEmpty());
    }

    @Override
    public void claim(Observed<Spec> current, Ownership ownership, Session session) {
        apply(current.spec(), Optional.of(ownership), session);
    }

    /// The index goes last: an object that still carries the ledger is never without it.
    @Override
    public void release(Observed<Spec> current, Session session) {
        ClusterClient client =
                clients.get(current.spec().clusterName(), session).client();
        apply(current.spec(), Optional.empty(), session);
        new ObjectIndex(client).remove(required(current.spec()), session);
    }

    @Override
    public Observed<Spec> await(Observed<Spec> current, Session session) {
        return current;
    }
}
