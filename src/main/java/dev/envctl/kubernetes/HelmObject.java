package dev.envctl.kubernetes;

import dev.envctl.value.FieldPath;
import dev.envctl.value.Value;
import java.util.Optional;

/// An object of a chart, named and marked as Helm does it: other tools, Helm's CLI among them, know by the marks whose
/// it is.
record HelmObject(ObjectRef ref, Value.MapValue content) {

    private static final String MANAGED_BY = "app.kubernetes.io/managed-by";
    private static final String RELEASE_NAME = "meta.helm.sh/release-name";
    private static final String RELEASE_NAMESPACE = "meta.helm.sh/release-namespace";

    static Optional<String> annotation(Value.MapValue object, String name) {
        return object.at(FieldPath.of("metadata", "annotations", name)).flatMap(Value::asText);
    }

    /// Within the release's namespace, unless it names one or its type has none.
    static HelmObject of(Value.MapValue object, ObjectRef ref, ObjectType type, ReleaseName release) {
        Value.MapValue metadata = map(object, "metadata");
        Value.MapValue marked = metadata.with("labels", map(metadata, "labels").with(MANAGED_BY, Value.of("Helm")))
                .with(
                        "annotations",
                        map(metadata, "annotations")
                                .with(RELEASE_NAME, Value.of(release.name()))
                                .with(RELEASE_NAMESPACE, Value.of(release.namespace())));
        if (!type.namespaced()) {
            return new HelmObject(
                    new ObjectRef(ref.type(), "", ref.name()), object.with("metadata", marked.without("namespace")));
        }
        String namespace = ref.namespace().isEmpty() ? release.namespace() : ref.namespace();
        return new HelmObject(
                new ObjectRef(ref.type(), namespace, ref.name()),
                object.with("metadata", marked.with("namespace", Value.of(namespace))));
    }

    private static Value.MapValue map(Value.MapValue object, String key) {
        return object.get(key).orElse(Value.NULL) instanceof Value.MapValue map ? map : Value.MapValue.EMPTY;
    }

    /// Whether a live object carries the marks of a release.
    static boolean belongsTo(ClusterObject live, ReleaseName release) {
        return release.name().equals(live.annotations().get(RELEASE_NAME))
                && release.namespace().equals(live.annotations().get(RELEASE_NAMESPACE));
    }

    /// A chart may ask that an object outlives its release.
    static boolean isKept(ClusterObject live) {
        return "keep".equals(live.annotations().get("helm.sh/resource-policy"));
    }
}
