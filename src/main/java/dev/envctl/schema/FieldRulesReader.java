package dev.envctl.schema;

import dev.envctl.value.Value;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// `x-envctl`, `readOnly`, `writeOnly` and `default` of a property.
final class FieldRulesReader {

    private static final Set<String> KEYS = Set.of(
            "immutable",
            "growOnly",
            "advance",
            "held",
            "computed",
            "writeOnly",
            "secret",
            "set",
            "key",
            "normalize",
            "reason",
            "changesWith",
            "loadsInto",
            "localPath",
            "externalOnly");

    private FieldRulesReader() {}

    static FieldRules read(Value.MapValue schema) {
        Optional<Value> defaultValue = schema.get("default");
        if (schema.get("x-envctl").isEmpty()
                && defaultValue.isEmpty()
                && schema.get("readOnly").isEmpty()) {
            return FieldRules.NONE;
        }
        Value.MapValue rules = rules(schema);
        return new FieldRules(
                change(rules),
                is(rules, "computed") || is(schema, "readOnly"),
                is(rules, "writeOnly") || is(schema, "writeOnly"),
                is(rules, "secret"),
                order(rules),
                rules.text("normalize").map(FieldRulesReader::normalize),
                defaultValue,
                rules.text("reason"),
                rules.text("advance").map(FieldRulesReader::advance),
                new FieldRules.Ties(texts(rules, "changesWith"), rules.text("loadsInto"), is(rules, "localPath")));
    }

    private static List<String> texts(Value.MapValue rules, String key) {
        return rules.get(key).orElse(Value.NULL) instanceof Value.ListValue list
                ? list.elements().stream()
                        .flatMap(element -> element.asText().stream())
                        .toList()
                : List.of();
    }

    static Value.MapValue rules(Value.MapValue schema) {
        if (!(schema.get("x-envctl").orElse(Value.MapValue.EMPTY) instanceof Value.MapValue rules)) {
            throw new IllegalArgumentException("x-envctl is not an object");
        }
        rules.entries().keySet().stream()
                .filter(key -> !KEYS.contains(key))
                .findFirst()
                .ifPresent(key -> {
                    throw new IllegalArgumentException("x-envctl has no rule \"" + key + "\"");
                });
        return rules;
    }

    static boolean is(Value.MapValue map, String key) {
        return map.get(key).equals(Optional.of(Value.of(true)));
    }

    private static FieldRules.Change change(Value.MapValue rules) {
        if (is(rules, "growOnly")) {
            return FieldRules.Change.GROW_ONLY;
        }
        if (is(rules, "held")) {
            return FieldRules.Change.HELD;
        }
        return is(rules, "immutable") ? FieldRules.Change.IMMUTABLE : FieldRules.Change.IN_PLACE;
    }

    private static FieldRules.Advance advance(String name) {
        return FieldRules.Advance.valueOf(name.toUpperCase(Locale.ROOT));
    }

    private static FieldRules.Order order(Value.MapValue rules) {
        Optional<String> key = rules.text("key");
        if (key.isPresent()) {
            return new FieldRules.Order.KeyedBy(key.get());
        }
        return is(rules, "set") ? FieldRules.Order.ANY_ORDER : FieldRules.Order.LISTED;
    }

    private static FieldRules.Normalize normalize(String name) {
        return FieldRules.Normalize.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
