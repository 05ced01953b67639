package dev.envctl.aws.trail;

import dev.envctl.provider.JsonValues;
import dev.envctl.value.FieldPath;
import dev.envctl.value.Value;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudtrail.model.Event;

/// An event of the history as far as it matters here. `words` are all texts of the request, the answer and the
/// resources.
record RecordedEvent(String id, String name, Instant time, String source, Value.MapValue record, Set<String> words) {

    /// Every client of ours says so.
    private static final String OUR_AGENT = "envctl/";

    static RecordedEvent of(Event event) {
        Value.MapValue told = JsonValues.parse(
                        Optional.ofNullable(event.cloudTrailEvent()).orElse(""))
                .filter(Value.MapValue.class::isInstance)
                .map(Value.MapValue.class::cast)
                .orElse(Value.MapValue.EMPTY);
        Set<String> words = new HashSet<>();
        told.get("requestParameters").ifPresent(value -> collect(value, words));
        told.get("responseElements").ifPresent(value -> collect(value, words));
        told.get("resources").ifPresent(value -> collect(value, words));
        event.resources()
                .forEach(
                        resource -> Optional.ofNullable(resource.resourceName()).ifPresent(words::add));
        return new RecordedEvent(
                text(event.eventId()),
                text(event.eventName()),
                Optional.ofNullable(event.eventTime()).orElse(Instant.EPOCH),
                text(event.eventSource()),
                told,
                words);
    }

    private static String text(@Nullable String given) {
        return Optional.ofNullable(given).orElse("");
    }

    private static void collect(Value value, Set<String> words) {
        switch (value) {
            case Value.Text(String text) -> words.add(text);
            case Value.MapValue map -> map.entries().values().forEach(element -> collect(element, words));
            case Value.ListValue list -> list.elements().forEach(element -> collect(element, words));
            case Value.Number _, Value.Flag _, Value.Null _, Value.Unknown _, Value.Secret _ -> {}
        }
    }

    /// A call that only read, or was refused, changed nothing.
    boolean changed() {
        boolean reads =
                record.get("readOnly").filter(new Value.Flag(true)::equals).isPresent();
        return !reads && record.text("errorCode").isEmpty();
    }

    /// By a role of ours and by a client of ours: somebody who works by hand under the role is somebody else.
    boolean isOurs(Set<String> roleNames) {
        return record.text("userAgent")
                        .filter(agent -> agent.contains(OUR_AGENT))
                        .isPresent()
                && identity("sessionContext/sessionIssuer/arn")
                        .or(() -> identity("arn"))
                        .filter(arn -> roleNames.contains(Principals.name(arn)))
                        .isPresent();
    }

    String principal() {
        return identity("arn")
                .or(() -> identity("invokedBy"))
                .or(() -> identity("userName"))
                .or(() -> identity("type"))
                .orElse("unknown");
    }

    Optional<String> sourceAddress() {
        return record.text("sourceIPAddress");
    }

    /// `emr-containers:UpdateManagedEndpoint`, as people know calls.
    String call() {
        return source.replaceFirst("\\.amazonaws\\.com(\\.cn)?$", "") + ":" + name;
    }

    private Optional<String> identity(String pointer) {
        return record.at(FieldPath.parse("/userIdentity/" + pointer)).flatMap(Value::asText);
    }
}
