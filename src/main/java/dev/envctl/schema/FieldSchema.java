package dev.envctl.schema;

import dev.envctl.value.FieldPath;
import dev.envctl.value.Ordered;
import dev.envctl.value.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// One field and what lies below it: `fields` of an object, `items` of a list, `values` of a map with free keys.
public record FieldSchema(
        Type type,
        String description,
        FieldRules rules,
        SequencedMap<String, FieldSchema> fields,
        List<String> required,
        Optional<FieldSchema> items,
        Optional<FieldSchema> values,
        List<String> allowed,
        Constraints constraints) {

    public enum Type {
        TEXT,
        NUMBER,
        FLAG,
        LIST,
        OBJECT,
        /// A free JSON document, such as a policy: anything goes below it.
        ANY
    }

    public FieldSchema {
        fields = Ordered.copyOf(fields);
        required = List.copyOf(required);
        allowed = List.copyOf(allowed);
    }

    public FieldSchema(
            Type type,
            String description,
            FieldRules rules,
            SequencedMap<String, FieldSchema> fields,
            List<String> required,
            Optional<FieldSchema> items,
            Optional<FieldSchema> values,
            List<String> allowed) {
        this(type, description, rules, fields, required, items, values, allowed, Constraints.NONE);
    }

    /// A field about which nothing is known: compared as it stands.
    public static final FieldSchema ANYTHING = new FieldSchema(
            Type.ANY,
            "",
            FieldRules.NONE,
            Ordered.<String, FieldSchema>copyOf(Map.of()),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            List.of());

    /// The field at a path of values; an index steps into `items`. Empty when the schema has no such field.
    public Optional<FieldSchema> at(FieldPath path) {
        FieldSchema here = this;
        for (FieldPath.Segment segment : path.segments()) {
            if (here.type == Type.ANY) {
                return Optional.of(ANYTHING);
            }
            Optional<FieldSchema> next = here.child(segment);
            if (next.isEmpty()) {
                return next;
            }
            here = next.get();
        }
        return Optional.of(here);
    }

    private Optional<FieldSchema> child(FieldPath.Segment segment) {
        return switch (segment) {
            case FieldPath.Index _ -> items;
            case FieldPath.Key(String key) when fields.containsKey(key) -> Optional.ofNullable(fields.get(key));
            case FieldPath.Key _ -> values;
        };
    }

    public Optional<Value> defaultValue() {
        return rules.defaultValue();
    }
}
