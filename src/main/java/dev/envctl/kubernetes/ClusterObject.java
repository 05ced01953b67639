package dev.envctl.kubernetes;

import dev.envctl.value.Ordered;
import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;

/// A live object as it was read, without the nulls of fabric8's model.
record ClusterObject(GenericKubernetesResource resource) {

    private ObjectMeta metadata() {
        return resource.getMetadata();
    }

    String name() {
        return metadata().getName();
    }

    String namespace() {
        return Optional.ofNullable(metadata().getNamespace()).orElse("");
    }

    String uid() {
        return Optional.ofNullable(metadata().getUid()).orElse("");
    }

    String resourceVersion() {
        return Optional.ofNullable(metadata().getResourceVersion()).orElse("");
    }

    boolean isTerminating() {
        return metadata().getDeletionTimestamp() != null;
    }

    SequencedMap<String, String> labels() {
        return Ordered.copyOf(Optional.ofNullable(metadata().getLabels()).orElse(Map.of()));
    }

    SequencedMap<String, String> annotations() {
        return Ordered.copyOf(Optional.ofNullable(metadata().getAnnotations()).orElse(Map.of()));
    }

    /// A text below the object's own fields, empty when there is none.
    String text(Object... path) {
        return resource.get(path) instanceof String text ? text : "";
    }

    Optional<Integer> number(Object... path) {
        return resource.get(path) instanceof Number number ? Optional.of(number.intValue()) : Optional.empty();
    }

    Map<?, ?> map(Object... path) {
        return resource.get(path) instanceof Map<?, ?> map ? map : Map.of();
    }

    Optional<String> find(Object... path) {
        return resource.get(path) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    List<?> list(Object... path) {
        return resource.get(path) instanceof List<?> list ? list : List.of();
    }

    /// The keys of `labels` or `annotations` that envctl itself set by server-side apply. What others set beside
    /// them is not envctl's business.
    Set<String> appliedKeys(String field) {
        return below(below(appliedFields(), "f:metadata"), "f:" + field).keySet().stream()
                .map(String::valueOf)
                .filter(key -> key.startsWith("f:"))
                .map(key -> key.substring(2))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /// What envctl set by server-side apply, in the server's notation. Empty when nothing.
    Map<?, ?> appliedFields() {
        return Optional.ofNullable(metadata().getManagedFields()).orElse(List.of()).stream()
                .filter(entry ->
                        ClusterClient.FIELD_MANAGER.equals(entry.getManager()) && "Apply".equals(entry.getOperation()))
                .findFirst()
                .<Map<?, ?>>map(ClusterObject::fields)
                .orElse(Map.of());
    }

    /// A program that wrote fields of an object.
    record Writer(String manager, String operation, Instant time) {}

    /// Who other than envctl wrote last, after that moment. A status is written by controllers and is no one's
    /// change.
    Optional<Writer> lastOtherWriter(Instant since) {
        return Optional.ofNullable(metadata().getManagedFields()).orElse(List.of()).stream()
                .filter(entry -> !ClusterClient.FIELD_MANAGER.equals(entry.getManager()))
                .filter(entry -> !"status".equals(entry.getSubresource()))
                .flatMap(entry -> writer(entry).stream())
                .filter(writer -> writer.time().isAfter(since))
                .max(Comparator.comparing(Writer::time));
    }

    private static Optional<Writer> writer(ManagedFieldsEntry entry) {
        String manager = Optional.ofNullable(entry.getManager()).orElse("unknown");
        String operation = Optional.ofNullable(entry.getOperation()).orElse("Update");
        try {
            return Optional.ofNullable(entry.getTime())
                    .map(time -> new Writer(manager, operation, Instant.parse(time)));
        } catch (DateTimeParseException malformed) {
            return Optional.empty();
        }
    }

    private static Map<?, ?> fields(ManagedFieldsEntry entry) {
        return Optional.ofNullable(entry.getFieldsV1())
                .map(FieldsV1::getAdditionalProperties)
                .orElse(Map.of());
    }

    private static Map<?, ?> below(Map<?, ?> fields, String key) {
        return fields.get(key) instanceof Map<?, ?> map ? map : Map.of();
    }
}
