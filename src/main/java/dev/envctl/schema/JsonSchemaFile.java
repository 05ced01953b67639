package dev.envctl.schema;

import dev.envctl.value.FieldPath;
import dev.envctl.value.Ordered;
import dev.envctl.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;

/// One JSON Schema document turned into [FieldSchema]s. References lead to its own `$defs` or to another file, which
/// `files` answers. A definition that contains itself is followed a few levels deep; below that anything goes, which is
/// where the services stop as well.
final class JsonSchemaFile {

    private static final int DEPTH_OF_RECURSION = 4;
    private static final Set<String> UNDERSTOOD = Set.of(
            "$schema",
            "$id",
            "$ref",
            "$defs",
            "$comment",
            "title",
            "description",
            "examples",
            "default",
            "deprecated",
            "readOnly",
            "writeOnly",
            "x-envctl",
            "type",
            "properties",
            "required",
            "additionalProperties",
            "items",
            "enum",
            "const",
            "pattern",
            "minLength",
            "maxLength",
            "minimum",
            "maximum",
            "minItems",
            "maxItems",
            "minProperties",
            "maxProperties",
            "uniqueItems",
            "oneOf",
            "anyOf",
            "allOf",
            "unevaluatedProperties",
            "format");

    private final Value.MapValue root;
    private final Function<String, JsonSchemaFile> files;

    JsonSchemaFile(Value.MapValue root, Function<String, JsonSchemaFile> files) {
        this.root = root;
        this.files = files;
    }

    Value.MapValue root() {
        return root;
    }

    FieldSchema whole() {
        return field(root, new Depth(Map.of()));
    }

    FieldSchema field(Value.MapValue schema) {
        return field(schema, new Depth(Map.of()));
    }

    /// How often each reference has been entered on the way down.
    private record Depth(Map<String, Integer> entered) {
        boolean isExhausted(String reference) {
            return entered.getOrDefault(reference, 0) >= DEPTH_OF_RECURSION;
        }

        Depth into(String reference) {
            Map<String, Integer> deeper = new LinkedHashMap<>(entered);
            deeper.merge(reference, 1, Integer::sum);
            return new Depth(deeper);
        }
    }

    private FieldSchema field(Value.MapValue written, Depth depth) {
        Optional<String> reference = written.text("$ref");
        if (reference.isPresent()) {
            return referenced(written, reference.get(), depth);
        }
        Value.MapValue schema = withAllOf(written);
        FieldSchema.Type type = type(schema);
        return new FieldSchema(
                type,
                schema.text("description").orElse(""),
                FieldRulesReader.read(schema),
                fields(schema, depth),
                texts(schema, "required"),
                child(schema, "items", depth),
                hasKeys(type) ? values(schema, depth) : Optional.empty(),
                allowed(schema),
                constraints(schema, depth));
    }

    /// What stands beside `$ref` (a description, a rule) wins over what it leads to.
    private FieldSchema referenced(Value.MapValue written, String reference, Depth depth) {
        if (depth.isExhausted(reference)) {
            return FieldSchema.ANYTHING;
        }
        int hash = reference.indexOf('#');
        String file = hash < 0 ? reference : reference.substring(0, hash);
        JsonSchemaFile owner = file.isEmpty() ? this : files.apply(file);
        FieldPath path = FieldPath.parse(hash < 0 ? "" : reference.substring(hash + 1));
        Value.MapValue target = map(owner.root.at(path).orElse(Value.NULL), reference);
        return owner.field(target.merge(written.without("$ref")), depth.into(reference));
    }

    /// The members of `allOf` that stand in this file add properties and requirements; the envelope in another file
    /// is checked on its own.
    private static Value.MapValue withAllOf(Value.MapValue schema) {
        if (!(schema.get("allOf").orElse(Value.NULL) instanceof Value.ListValue members)) {
            return schema;
        }
        Value.MapValue merged = schema.without("allOf");
        for (Value member : members.elements()) {
            if (member instanceof Value.MapValue part && part.get("$ref").isEmpty()) {
                merged = combined(merged, part);
            }
        }
        return merged;
    }

    private static Value.MapValue combined(Value.MapValue left, Value.MapValue right) {
        SequencedMap<String, Value> entries = new LinkedHashMap<>(left.entries());
        right.entries().forEach((key, value) -> entries.merge(key, value, JsonSchemaFile::united));
        return new Value.MapValue(entries);
    }

    private static Value united(Value left, Value right) {
        if (left instanceof Value.MapValue first && right instanceof Value.MapValue second) {
            return first.merge(second);
        }
        if (left instanceof Value.ListValue first && right instanceof Value.ListValue second) {
            SequencedMap<Value, Boolean> all = new LinkedHashMap<>();
            first.elements().forEach(element -> all.put(element, true));
            second.elements().forEach(element -> all.put(element, true));
            return new Value.ListValue(List.copyOf(all.keySet()));
        }
        return right;
    }

    private static FieldSchema.Type type(Value.MapValue schema) {
        Optional<String> type = schema.text("type");
        if (type.isPresent()) {
            return type(type.get());
        }
        boolean texts =
                schema.get("const").isPresent() || !texts(schema, "enum").isEmpty();
        return texts && schema.get("type").isEmpty() ? FieldSchema.Type.TEXT : FieldSchema.Type.ANY;
    }

    private static FieldSchema.Type type(String name) {
        return switch (name) {
            case "string" -> FieldSchema.Type.TEXT;
            case "integer", "number" -> FieldSchema.Type.NUMBER;
            case "boolean" -> FieldSchema.Type.FLAG;
            case "array" -> FieldSchema.Type.LIST;
            case "object" -> FieldSchema.Type.OBJECT;
            default -> FieldSchema.Type.ANY;
        };
    }

    private SequencedMap<String, FieldSchema> fields(Value.MapValue schema, Depth depth) {
        SequencedMap<String, FieldSchema> fields = new LinkedHashMap<>();
        if (schema.get("properties").orElse(Value.NULL) instanceof Value.MapValue properties) {
            properties.entries().forEach((name, property) -> fields.put(name, field(orAnything(property), depth)));
        }
        return Ordered.copyOf(fields);
    }

    private Optional<FieldSchema> child(Value.MapValue schema, String keyword, Depth depth) {
        return schema.get(keyword).map(child -> field(orAnything(child), depth));
    }

    private static boolean hasKeys(FieldSchema.Type type) {
        return type == FieldSchema.Type.OBJECT || type == FieldSchema.Type.ANY;
    }

    /// JSON Schema allows further keys unless it says no.
    private Optional<FieldSchema> values(Value.MapValue schema, Depth depth) {
        Value further = schema.get("additionalProperties").orElse(Value.of(true));
        return switch (further) {
            case Value.Flag(boolean isTrue) -> isTrue ? Optional.of(FieldSchema.ANYTHING) : Optional.empty();
            case Value.MapValue map -> Optional.of(field(map, depth));
            case Value.Text _, Value.Number _, Value.ListValue _, Value.Null _, Value.Unknown _, Value.Secret _ ->
                throw malformed("additionalProperties");
        };
    }

    private static List<String> allowed(Value.MapValue schema) {
        return schema.text("const").map(List::of).orElseGet(() -> texts(schema, "enum"));
    }

    private Constraints constraints(Value.MapValue schema, Depth depth) {
        var constraints = new Constraints(
                range(schema, "minLength", "maxLength"),
                range(schema, "minimum", "maximum"),
                schema.text("type").equals(Optional.of("object"))
                        ? range(schema, "minProperties", "maxProperties")
                        : range(schema, "minItems", "maxItems"),
                schema.text("type").equals(Optional.of("integer")),
                schema.get("uniqueItems").equals(Optional.of(Value.of(true))),
                schema.text("pattern").map(java.util.regex.Pattern::compile),
                texts(schema, "type").stream()
                        .filter(name -> !name.equals("null"))
                        .map(JsonSchemaFile::type)
                        .toList(),
                alternatives(schema, "oneOf", depth),
                alternatives(schema, "anyOf", depth),
                exotic(schema));
        return constraints.equals(Constraints.NONE) ? Constraints.NONE : constraints;
    }

    private static Constraints.Range range(Value.MapValue schema, String least, String most) {
        if (schema.get(least).isEmpty() && schema.get(most).isEmpty()) {
            return Constraints.Range.ANY;
        }
        return new Constraints.Range(number(schema, least), number(schema, most));
    }

    private static Optional<java.math.BigDecimal> number(Value.MapValue schema, String keyword) {
        return schema.get(keyword)
                .flatMap(value -> value instanceof Value.Number(var amount) ? Optional.of(amount) : Optional.empty());
    }

    private List<FieldSchema> alternatives(Value.MapValue schema, String keyword, Depth depth) {
        if (!(schema.get(keyword).orElse(Value.NULL) instanceof Value.ListValue branches)) {
            return List.of();
        }
        return branches.elements().stream()
                .map(branch -> field(orAnything(branch), depth))
                .toList();
    }

    private Optional<Value.MapValue> exotic(Value.MapValue schema) {
        SequencedMap<String, Value> left = new LinkedHashMap<>();
        schema.entries().forEach((keyword, value) -> {
            boolean numbers = keyword.equals("enum") && texts(schema, "enum").isEmpty();
            boolean oddConst = keyword.equals("const") && schema.text("const").isEmpty();
            if (!UNDERSTOOD.contains(keyword) || numbers || oddConst) {
                left.put(keyword, value);
            }
        });
        if (left.isEmpty()) {
            return Optional.empty();
        }
        root.get("$defs").ifPresent(definitions -> left.put("$defs", definitions));
        return Optional.of(new Value.MapValue(left));
    }

    private static List<String> texts(Value.MapValue schema, String keyword) {
        if (!(schema.get(keyword).orElse(Value.NULL) instanceof Value.ListValue list)) {
            return List.of();
        }
        boolean allTexts = list.elements().stream().allMatch(Value.Text.class::isInstance);
        return allTexts
                ? list.elements().stream()
                        .flatMap(text -> text.asText().stream())
                        .toList()
                : List.of();
    }

    private static Value.MapValue orAnything(Value schema) {
        return schema instanceof Value.Flag ? Value.MapValue.EMPTY : map(schema, "a schema");
    }

    private static Value.MapValue map(Value value, String what) {
        if (value instanceof Value.MapValue map) {
            return map;
        }
        throw malformed(what);
    }

    private static IllegalArgumentException malformed(String what) {
        return new IllegalArgumentException(what + " is not a schema");
    }
}
