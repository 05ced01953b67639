package dev.envctl.sandbox.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// What the API server checks and fills in before it keeps an object.
final class Admission {

    private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private static final String SUBDOMAIN = LABEL + "(\\." + LABEL + ")*";
    private static final String QUALIFIED_NAME = "(" + SUBDOMAIN + "/)?([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
    private static final String LABEL_VALUE = "(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?";
    private static final int ANNOTATIONS_LIMIT = 256 * 1024;
    private static final Set<String> LABEL_NAMED = Set.of("namespaces", "services");

    private final ObjectStore store;

    Admission(ObjectStore store) {
        this.store = store;
    }

    void beforeCreate(ResourceType type, ObjectNode object) {
        String name = Json.text(object, "metadata", "name");
        checkName(type, name);
        checkMetadata(type, name, object);
        checkNamespace(type, object, name);
        Defaults.fill(type, object, store);
    }

    void beforeUpdate(ResourceType type, JsonNode before, ObjectNode after) {
        String name = Json.text(before, "metadata", "name");
        checkMetadata(type, name, after);
        checkImmutable(type, name, "uid", Json.at(before, "metadata", "uid"), Json.at(after, "metadata", "uid"));
        if (type.plural().endsWith("rolebindings")) {
            checkRoleRef(type, name, before, after);
        }
        if (type.equals(ResourceTypes.DEPLOYMENT) || type.equals(ResourceTypes.STATEFUL_SET)) {
            checkImmutable(
                    type,
                    name,
                    "spec.selector",
                    Json.at(before, "spec", "selector"),
                    Json.at(after, "spec", "selector"));
        }
        if (type.equals(ResourceTypes.SERVICE)) {
            checkImmutable(
                    type,
                    name,
                    "spec.clusterIP",
                    Json.at(before, "spec", "clusterIP"),
                    Json.at(after, "spec", "clusterIP"));
        }
        Defaults.fill(type, after, store);
    }

    private void checkNamespace(ResourceType type, JsonNode object, String name) {
        if (!type.namespaced()) {
            return;
        }
        String namespace = Json.text(object, "metadata", "namespace");
        StoredObject owner = store.get(ResourceTypes.NAMESPACE, "", namespace);
        if (owner.isTerminating()) {
            throw ApiError.forbidden(
                    type,
                    name,
                    "unable to create new content in namespace %s because it is being terminated".formatted(namespace),
                    new ApiError.Cause(
                            "NamespaceTerminating",
                            "namespace %s is being terminated".formatted(namespace),
                            "metadata.namespace"));
        }
    }

    private static void checkName(ResourceType type, String name) {
        if (name.isEmpty()) {
            throw ApiError.invalid(type, "", "metadata.name", "Required value: name or generateName is required");
        }
        if (type.group().equals("rbac.authorization.k8s.io")) {
            if (name.contains("/") || name.contains("%") || name.equals(".") || name.equals("..")) {
                throw ApiError.invalid(
                        type, name, "metadata.name", "Invalid value: \"%s\": may not contain '/'".formatted(name));
            }
            return;
        }
        if (LABEL_NAMED.contains(type.plural())) {
            if (name.length() > 63 || !name.matches(LABEL)) {
                throw ApiError.invalid(
                        type,
                        name,
                        "metadata.name",
                        ("Invalid value: \"%s\": a lowercase RFC 1123 label must consist of lower case alphanumeric"
                            + " characters or '-', and must start and end with an alphanumeric character (e.g."
                            + " 'my-name',  or '123-abc', regex used for validation is '%s')")
                                .formatted(name, LABEL));
            }
            return;
        }
        if (name.length() > 253 || !name.matches(SUBDOMAIN)) {
            throw ApiError.invalid(
                    type,
                    name,
                    "metadata.name",
                    ("Invalid value: \"%s\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric"
                        + " characters, '-' or '.', and must start and end with an alphanumeric character (e.g."
                        + " 'example.com', regex used for validation is '%s')")
                            .formatted(name, SUBDOMAIN));
        }
    }

    private static void checkMetadata(ResourceType type, String name, JsonNode object) {
        int annotations = 0;
        for (Map.Entry<String, JsonNode> annotation :
                Json.at(object, "metadata", "annotations").properties()) {
            checkKey(type, name, "metadata.annotations", annotation.getKey());
            checkIsText(annotation.getValue(), "metadata.annotations");
            annotations += annotation.getKey().length()
                    + annotation.getValue().asText().length();
        }
        if (annotations > ANNOTATIONS_LIMIT) {
            throw ApiError.invalid(
                    type,
                    name,
                    "metadata.annotations",
                    "Too long: may not be more than %d bytes".formatted(ANNOTATIONS_LIMIT));
        }
        for (Map.Entry<String, JsonNode> label :
                Json.at(object, "metadata", "labels").properties()) {
            checkKey(type, name, "metadata.labels", label.getKey());
            checkIsText(label.getValue(), "metadata.labels");
            checkLabelValue(type, name, label.getValue().asText());
        }
    }

    private static void checkIsText(JsonNode value, String field) {
        if (!value.isTextual()) {
            throw ApiError.badRequest("json: cannot unmarshal %s into Go struct field ObjectMeta.%s of type string"
                    .formatted(value.getNodeType().name().toLowerCase(Locale.ROOT), field));
        }
    }

    private static void checkKey(ResourceType type, String name, String field, String key) {
        String local = key.substring(key.lastIndexOf('/') + 1);
        if (local.length() > 63 || !key.matches(QUALIFIED_NAME)) {
            throw ApiError.invalid(
                    type,
                    name,
                    field,
                    ("Invalid value: \"%s\": name part must consist of alphanumeric characters, '-', '_' or '.', and"
                        + " must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or"
                        + " '123-abc')")
                            .formatted(key));
        }
    }

    private static void checkLabelValue(ResourceType type, String name, String value) {
        if (value.length() > 63) {
            throw ApiError.invalid(
                    type,
                    name,
                    "metadata.labels",
                    "Invalid value: \"%s\": must be no more than 63 characters".formatted(value));
        }
        if (!value.matches(LABEL_VALUE)) {
            throw ApiError.invalid(
                    type,
                    name,
                    "metadata.labels",
                    ("Invalid value: \"%s\": a valid label must be an empty string or consist of alphanumeric"
                        + " characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g."
                        + " 'MyValue',  or 'my_value',  or '12345', regex used for validation is '%s')")
                            .formatted(value, LABEL_VALUE));
        }
    }

    private static void checkRoleRef(ResourceType type, String name, JsonNode before, JsonNode after) {
        if (!before.path("roleRef").equals(after.path("roleRef"))) {
            throw ApiError.invalid(
                    type, name, "roleRef", "Invalid value: %s: cannot change roleRef".formatted(after.path("roleRef")));
        }
    }

    /// A field left out of an update keeps its value.
    private static void checkImmutable(ResourceType type, String name, String field, JsonNode before, JsonNode after) {
        if (!before.isMissingNode() && !after.isMissingNode() && !before.equals(after)) {
            throw ApiError.invalid(type, name, field, "Invalid value: %s: field is immutable".formatted(after));
        }
    }
}
