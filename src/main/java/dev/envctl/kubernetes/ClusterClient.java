package dev.envctl.kubernetes;

import dev.envctl.problem.Code;
import dev.envctl.provider.ProviderException;
import dev.envctl.provider.Session;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// The few calls that kinds make on one cluster, each counted, each refusal in the user's words. Any number of threads
/// may use it.
final class ClusterClient {

    static final String FIELD_MANAGER = "envctl";

    private static final ObjectType DISCOVERY = new ObjectType("", "v1", "APIResourceList", "API resources", false);
    private static final long PAGE = 500;
    private static final int DELETE_ATTEMPTS = 5;

    private final String cluster;
    private final KubernetesClient client;
    private final AtomicLong calls;
    private final Map<String, ObjectType> types = new ConcurrentHashMap<>();

    ClusterClient(String cluster, KubernetesClient client, AtomicLong calls) {
        this.cluster = cluster;
        this.client = client;
        this.calls = calls;
    }

    String cluster() {
        return cluster;
    }

    Optional<ClusterObject> get(ObjectType type, String namespace, String name) {
        return call(
                        "get",
                        type,
                        () -> Optional.ofNullable(
                                resource(type, namespace, name).get()))
                .map(ClusterObject::new);
    }

    /// All objects of a type that carry a label, over all namespaces.
    List<ClusterObject> listLabelled(ObjectType type, String label, String value) {
        return listMatching(type, label + "=" + value);
    }

    /// All objects of a type that a label selector matches, over all namespaces.
    List<ClusterObject> listMatching(ObjectType type, String selector) {
        return list(type, new ListOptionsBuilder().withLabelSelector(selector));
    }

    /// All objects of a type that have a name, over all namespaces.
    List<ClusterObject> listNamed(ObjectType type, String name) {
        return list(type, new ListOptionsBuilder().withFieldSelector("metadata.name=" + name));
    }

    /// The objects of one namespace that carry all of the labels.
    List<ClusterObject> listIn(ObjectType type, String namespace, Map<String, String> labels) {
        String selector = labels.entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .collect(Collectors.joining(","));
        return pages(
                type,
                new ListOptionsBuilder().withLabelSelector(selector),
                options -> operation(type).inNamespace(namespace).list(options));
    }

    /// The events of one namespace about one object.
    List<ClusterObject> listEvents(String namespace, String kind, String name) {
        var options = new ListOptionsBuilder()
                .withFieldSelector("involvedObject.kind=%s,involvedObject.name=%s".formatted(kind, name));
        return pages(
                ObjectType.EVENT,
                options,
                page -> operation(ObjectType.EVENT).inNamespace(namespace).list(page));
    }

    private List<ClusterObject> list(ObjectType type, ListOptionsBuilder options) {
        return pages(
                type,
                options,
                page -> type.namespaced()
                        ? operation(type).inAnyNamespace().list(page)
                        : operation(type).list(page));
    }

    private List<ClusterObject> pages(
            ObjectType type, ListOptionsBuilder options, Function<ListOptions, GenericKubernetesResourceList> list) {
        List<ClusterObject> found = new ArrayList<>();
        options.withLimit(PAGE);
        while (true) {
            GenericKubernetesResourceList page = call("list", type, () -> list.apply(options.build()));
            page.getItems().forEach(item -> found.add(new ClusterObject(item)));
            String next = Optional.ofNullable(page.getMetadata().getContinue()).orElse("");
            if (next.isEmpty()) {
                return found;
            }
            options.withContinue(next);
        }
    }

    /// Server-side apply. What a person changed by hand is taken back, because the plan has shown it as drift; what
    /// another program applies is left to it, and refused.
    ClusterObject apply(ObjectType type, ObjectMeta metadata, Map<String, ?> content, Session session) {
        return apply(type, object(type, metadata, content), session, Conflicts.REFUSED);
    }

    /// What becomes of fields that another program applies.
    enum Conflicts {
        /// Left to it, and the apply refused.
        REFUSED,
        /// Taken over.
        FORCED
    }

    /// Server-side apply of a whole object.
    ClusterObject apply(ObjectType type, GenericKubernetesResource wanted, Session session, Conflicts conflicts) {
        session.beforeWrite();
        try {
            return call("patch", type, () -> patch(type, wanted, conflicts == Conflicts.FORCED));
        } catch (ApplyConflict conflict) {
            if (!conflict.isOnlyWithPeople()) {
                throw conflict.refusal(cluster, type, wanted.getMetadata());
            }
            return call("patch", type, () -> patch(type, wanted, true));
        }
    }

    private static GenericKubernetesResource object(ObjectType type, ObjectMeta metadata, Map<String, ?> content) {
        GenericKubernetesResource object = new GenericKubernetesResource();
        object.setApiVersion(type.apiVersion());
        object.setKind(type.kind());
        object.setMetadata(metadata);
        content.forEach(object::setAdditionalProperty);
        return object;
    }

    private ClusterObject patch(ObjectType type, GenericKubernetesResource wanted, boolean force) {
        PatchContext context = new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager(FIELD_MANAGER)
                .withForce(force)
                .build();
        try {
            return new ClusterObject(
                    of(type, wanted.getMetadata().getNamespace(), wanted).patch(context));
        } catch (KubernetesClientException refused) {
            throw ApplyConflict.from(refused)
                    .<RuntimeException>map(conflict -> conflict)
                    .orElse(refused);
        }
    }

    /// Makes an object that must not be there yet. False when it is.
    boolean create(ObjectType type, ObjectMeta metadata, Map<String, ?> content, Session session) {
        GenericKubernetesResource wanted = object(type, metadata, content);
        session.beforeWrite();
        return call(
                "create",
                type,
                () -> succeedsUnlessConflict(
                        () -> of(type, metadata.getNamespace(), wanted).create()));
    }

    /// Changes an object as a JSON merge patch says, if nobody has changed it since `resourceVersion`. False when
    /// somebody has.
    boolean mergePatch(ObjectType type, ClusterObject read, Map<String, ?> fields, Session session) {
        GenericKubernetesResource patch = new GenericKubernetesResource();
        ObjectMeta metadata = new ObjectMeta();
        metadata.setResourceVersion(read.resourceVersion());
        patch.setMetadata(metadata);
        fields.forEach(patch::setAdditionalProperty);
        PatchContext context = new PatchContext.Builder()
                .withPatchType(PatchType.JSON_MERGE)
                .withFieldManager(FIELD_MANAGER)
                .build();
        String body = client.getKubernetesSerialization().asJson(patch);
        session.beforeWrite();
        return call(
                "patch",
                type,
                () -> succeedsUnlessConflict(
                        () -> resource(type, read.namespace(), read.name()).patch(context, body)));
    }

    private static boolean succeedsUnlessConflict(Runnable write) {
        try {
            write.run();
            return true;
        } catch (KubernetesClientException refused) {
            if (refused.getCode() == 409) {
                return false;
            }
            throw refused;
        }
    }

    /// Deletes this very object, not one that has taken its name since. One that is gone is no error. An object
    /// that others keep changing is read again before the next try.
    void delete(ObjectType type, ClusterObject read, Session session) {
        Optional<ClusterObject> left = Optional.of(read);
        for (int attempt = 0; attempt < DELETE_ATTEMPTS && left.isPresent(); attempt++) {
            if (deleteVersion(type, left.get(), session)) {
                return;
            }
            left = get(type, read.namespace(), read.name())
                    .filter(object -> object.uid().equals(read.uid()));
        }
        if (left.isPresent()) {
            throw ProviderException.of(
                    Code.SERVICE_ERROR,
                    "%s \"%s\" in cluster %s was changed by others each time it was about to be deleted."
                            .formatted(type.kind(), read.name(), cluster));
        }
    }

    private boolean deleteVersion(ObjectType type, ClusterObject read, Session session) {
        session.beforeWrite();
        return call(
                "delete",
                type,
                () -> succeedsUnlessConflict(() -> resource(type, read.namespace(), read.name())
                        .lockResourceVersion(read.resourceVersion())
                        .delete()));
    }

    private MixedOperation<
                    GenericKubernetesResource, GenericKubernetesResourceList, Resource<GenericKubernetesResource>>
            operation(ObjectType type) {
        return client.genericKubernetesResources(type.context());
    }

    private Resource<GenericKubernetesResource> resource(ObjectType type, String namespace, String name) {
        return type.namespaced()
                ? operation(type).inNamespace(namespace).withName(name)
                : operation(type).withName(name);
    }

    private Resource<GenericKubernetesResource> of(
            ObjectType type, String namespace, GenericKubernetesResource object) {
        return type.namespaced()
                ? operation(type).inNamespace(namespace).resource(object)
                : operation(type).resource(object);
    }

    private <T> T call(String verb, ObjectType type, Supplier<T> call) {
        calls.incrementAndGet();
        try {
            return call.get();
        } catch (KubernetesClientException refused) {
            throw Refusals.translate(refused, cluster, verb, type);
        }
    }

    /// The type of a kind, asked of the cluster. Only what was found is remembered: a definition that is missing
    /// now may be applied in a moment.
    Optional<ObjectType> find(String apiVersion, String kind) {
        return remembered(apiVersion, kind)
                .or(() -> discover(apiVersion).stream()
                        .filter(type -> type.kind().equals(kind))
                        .findFirst());
    }

    Optional<ObjectType> remembered(String apiVersion, String kind) {
        return Optional.ofNullable(types.get(apiVersion + " " + kind));
    }

    /// Every type that is served under an API version; none when the version is not served.
    List<ObjectType> discover(String apiVersion) {
        int slash = apiVersion.indexOf('/');
        String group = slash < 0 ? "" : apiVersion.substring(0, slash);
        APIResourceList served = call("get", DISCOVERY, () -> client.getApiResources(apiVersion));
        List<ObjectType> found =
                Optional.ofNullable(served).map(APIResourceList::getResources).orElse(List.of()).stream()
                        .filter(resource -> !resource.getName().contains("/"))
                        .map(resource -> new ObjectType(
                                group,
                                apiVersion.substring(slash + 1),
                                resource.getKind(),
                                resource.getName(),
                                Boolean.TRUE.equals(resource.getNamespaced())))
                        .toList();
        found.forEach(type -> types.put(apiVersion + " " + type.kind(), type));
        return found;
    }

    /// The version of the API server, such as `v1.31.2-eks-7f9249a`.
    String version() {
        return call("get", DISCOVERY, () -> client.getKubernetesVersion().getGitVersion());
    }

    GenericKubernetesResource parse(String json) {
        return client.getKubernetesSerialization().unmarshal(json, GenericKubernetesResource.class);
    }

    String json(ClusterObject object) {
        return client.getKubernetesSerialization().asJson(object.resource());
    }

    /// What no call can be made on.
    static ProviderException unknownCluster(String cluster) {
        return ProviderException.of(Code.CLUSTER_UNREACHABLE, "There is no EKS cluster \"%s\".".formatted(cluster));
    }
}
