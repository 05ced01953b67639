package dev.envctl.plan;

import dev.envctl.expression.Scope;
import dev.envctl.provider.LiveObject;
import dev.envctl.schema.FieldRules;
import dev.envctl.schema.KindSchema;
import dev.envctl.value.Address;
import dev.envctl.value.FieldPath;
import dev.envctl.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Predicate;

/// What each resource's attributes are going to be, as far as planning got: the scope of all later expressions.
final class Attributes implements Scope {

    private final SequencedMap<Address, Value.MapValue> known = new LinkedHashMap<>();

    void put(Address address, Value.MapValue attributes) {
        known.put(address, attributes);
    }

    SequencedMap<Address, Value.MapValue> all() {
        return known;
    }

    /// A resource that has not been reached yet is unknown; an attribute that a live object does not have is null.
    @Override
    public Value attribute(Address resource, FieldPath path) {
        Value.MapValue attributes = known.get(resource);
        return attributes == null ? Value.UNKNOWN : attributes.at(path).orElse(Value.NULL);
    }

    /// The attributes of an object that is kept or changed in place: desired fields over live ones. What a
    /// half-made object does not show yet is unknown.
    static Value.MapValue ofKept(Value.MapValue desired, LiveObject live, KindSchema schema) {
        Value.MapValue attributes = live.attributes();
        for (var entry : desired.entries().entrySet()) {
            attributes = attributes.with(entry.getKey(), entry.getValue());
        }
        return switch (live.phase()) {
            case READY -> attributes;
            case IN_PROGRESS, DELETING, FAILED, ABSENT ->
                unknownComputed(schema).merge(attributes);
        };
    }

    /// The same for an object that is changed in place: what changes along with its fields is unknown until then.
    static Value.MapValue ofChanged(
            Value.MapValue desired, LiveObject live, KindSchema schema, List<FieldChange> changing) {
        return ofKept(desired, live, schema)
                .merge(unknown(
                        schema,
                        rules -> rules.ties().changesWith().stream()
                                .anyMatch(field -> changing.stream()
                                        .anyMatch(change -> change.path().startsWith(FieldPath.of(field))))));
    }

    /// The attributes of an object that is to be made: what only the service knows is unknown.
    static Value.MapValue ofNew(Value.MapValue desired, KindSchema schema) {
        return desired.merge(unknownComputed(schema));
    }

    private static Value.MapValue unknownComputed(KindSchema schema) {
        return unknown(schema, FieldRules::computed);
    }

    private static Value.MapValue unknown(KindSchema schema, Predicate<FieldRules> which) {
        Map<String, Value> unknown = new LinkedHashMap<>();
        schema.attributes().fields().forEach((name, field) -> {
            if (which.test(field.rules())) {
                unknown.put(name, Value.UNKNOWN);
            }
        });
        return new Value.MapValue(unknown);
    }
}
