package dev.envctl.kubernetes;

import dev.envctl.provider.Ownership;
import dev.envctl.provider.Session;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.UUID;

/// What was applied to a cluster, in ConfigMaps beside the objects. Nobody can list the objects of all types at once,
/// and an object whose document is gone has no other trace. An entry is made before its object and deleted after it.
/// Who owns the object stands on the object itself, except for what is no single object: the entry of a release is its
/// [ReleaseLedger], that of EMR's way into a namespace the ledger of [EmrContainersAccess].
///
/// One listing shows the entries of all kinds, so that a kind of which there is nothing costs no call.
record ObjectIndex(ClusterClient client) {

    /// The label of every entry; its value says of what kind the object is.
    static final String MARK = Ownership.PREFIX + "index";

    static final String MANIFEST = "manifest";
    static final String SERVICE_ACCOUNT = "service-account";
    static final String RELEASE = "helm-release";
    static final String EMR_ACCESS = "emr-access";

    private static final String NAMESPACE_OF_THE_REST = "kube-system";

    /// The entries of a kind, whosoever they are, as the session first saw them.
    List<ClusterObject> entries(String kind, Session session) {
        return session
                .once("kubernetes/index/" + client.cluster(), () -> client.listMatching(ObjectType.CONFIG_MAP, MARK))
                .stream()
                .filter(entry -> kind.equals(entry.labels().get(MARK)))
                .toList();
    }

    /// The types of which an environment has objects.
    SequencedSet<ObjectRef.Type> types(String kind, Session session) {
        String owner = Ledger.label(session.place().owner());
        SequencedSet<ObjectRef.Type> types = new LinkedHashSet<>();
        for (ClusterObject entry : entries(kind, session)) {
            if (owner.equals(entry.labels().get(Ledger.LABEL))) {
                types.add(new ObjectRef.Type(entry.text("data", "apiVersion"), entry.text("data", "kind")));
            }
        }
        return types;
    }

    void add(String kind, ObjectRef object, Ownership ownership, Session session) {
        Map<String, String> labels = new LinkedHashMap<>(Ledger.labels(ownership));
        labels.put(MARK, kind);
        ObjectMeta metadata = new ObjectMetaBuilder()
                .withNamespace(namespace(object))
                .withName(name(object))
                .withLabels(labels)
                .withAnnotations(Map.of(Ownership.ADDRESS, ownership.address().toString()))
                .build();
        Map<String, String> data = Map.of(
                "apiVersion", object.type().apiVersion(),
                "kind", object.type().kind(),
                "namespace", object.namespace(),
                "name", object.name());
        client.apply(ObjectType.CONFIG_MAP, metadata, Map.of("data", data), session);
    }

    void remove(ObjectRef object, Session session) {
        client.get(ObjectType.CONFIG_MAP, namespace(object), name(object))
                .ifPresent(entry -> client.delete(ObjectType.CONFIG_MAP, entry, session));
    }

    private static String namespace(ObjectRef object) {
        return object.namespace().isEmpty() ? NAMESPACE_OF_THE_REST : object.namespace();
    }

    /// A name of its own for each object, whatever characters the object's own has.
    private static String name(ObjectRef object) {
        return "envctl-object-" + UUID.nameUUIDFromBytes(object.toString().getBytes(StandardCharsets.UTF_8));
    }
}
