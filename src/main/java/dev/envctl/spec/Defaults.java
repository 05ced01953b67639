package dev.envctl.spec;

import dev.envctl.schema.FieldSchema;
import dev.envctl.value.Value;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/// Fills in what a missing field means. A field that is written and empty counts as missing, so that an expression can
/// leave a field out: `${environment.name == "prod" ? "x" : null}`.
final class Defaults {

    private Defaults() {}

    static Value.MapValue fill(Value.MapValue value, FieldSchema schema) {
        if (schema.type() == FieldSchema.Type.ANY) {
            return value;
        }
        SequencedMap<String, Value> filled = new LinkedHashMap<>();
        value.entries().forEach((key, entry) -> {
            FieldSchema field = schema.fields().get(key);
            if (!(field != null && entry instanceof Value.Null)) {
                filled.put(
                        key,
                        field != null
                                ? inside(entry, field)
                                : inside(entry, schema.values().orElse(FieldSchema.ANYTHING)));
            }
        });
        schema.fields().forEach((name, field) -> {
            Optional<Value> fallback =
                    field.defaultValue().filter(_ -> !field.rules().computed());
            fallback.ifPresent(missing -> filled.computeIfAbsent(name, _ -> inside(missing, field)));
        });
        return new Value.MapValue(filled);
    }

    private static Value inside(Value value, FieldSchema schema) {
        return switch (value) {
            case Value.MapValue map -> fill(map, schema);
            case Value.ListValue list
            when schema.items().isPresent() ->
                new Value.ListValue(list.elements().stream()
                        .map(element -> inside(element, schema.items().get()))
                        .toList());
            case Value.ListValue _,
                    Value.Text _,
                    Value.Number _,
                    Value.Flag _,
                    Value.Null _,
                    Value.Unknown _,
                    Value.Secret _ -> value;
        };
    }
}
