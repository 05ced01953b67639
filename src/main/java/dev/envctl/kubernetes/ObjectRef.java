package dev.envctl.kubernetes;

import dev.envctl.value.FieldPath;
import dev.envctl.value.Value;
import java.util.Optional;

/// What a document says an object is called; `namespace` is empty where it has none.
record ObjectRef(Type type, String namespace, String name) {

    record Type(String apiVersion, String kind) {}

    /// Empty while one of the names is not known yet.
    static Optional<ObjectRef> of(Value object) {
        Optional<String> apiVersion = text(object, "apiVersion");
        Optional<String> kind = text(object, "kind");
        Optional<String> name = text(object, "metadata", "name");
        boolean isNamespaceKnown = object.at(FieldPath.of("metadata", "namespace"))
                .map(Value::isKnown)
                .orElse(true);
        return apiVersion.isPresent() && kind.isPresent() && name.isPresent() && isNamespaceKnown
                ? Optional.of(new ObjectRef(
                        new Type(apiVersion.get(), kind.get()),
                        text(object, "metadata", "namespace").orElse(""),
                        name.get()))
                : Optional.empty();
    }

    private static Optional<String> text(Value object, String... path) {
        return object.at(FieldPath.of(path)).flatMap(Value::asText);
    }

    @Override
    public String toString() {
        String place = namespace.isEmpty() ? "" : namespace + "/";
        return "%s %s %s%s".formatted(type.apiVersion(), type.kind(), place, name);
    }
}
