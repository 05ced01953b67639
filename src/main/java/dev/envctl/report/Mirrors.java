package dev.envctl.report;

import dev.envctl.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Function;

/// Trees of the shape of a value that Terraform's plan format puts beside it. Their rules are Terraform's: objects
/// leave out what is plainly `false`, lists keep every position.
final class Mirrors {

    private Mirrors() {}

    /// The value without what is unknown: left out of objects, null in lists.
    static Value known(Value value) {
        return switch (value) {
            case Value.MapValue map -> {
                SequencedMap<String, Value> entries = new LinkedHashMap<>();
                map.entries().forEach((key, entry) -> {
                    if (!(entry instanceof Value.Unknown)) {
                        entries.put(key, known(entry));
                    }
                });
                yield new Value.MapValue(entries);
            }
            case Value.ListValue list -> elements(list, Mirrors::known);
            case Value.Unknown _ -> Value.NULL;
            case Value.Text _, Value.Number _, Value.Flag _, Value.Null _, Value.Secret _ -> value;
        };
    }

    static Value unknown(Value value) {
        return value.isKnown() ? Value.MapValue.EMPTY : mirror(value, leaf -> leaf instanceof Value.Unknown);
    }

    static Value sensitive(Value value) {
        return mirror(value, leaf -> leaf instanceof Value.Secret);
    }

    private static Value mirror(Value value, Function<Value, Boolean> isMarked) {
        return switch (value) {
            case Value.MapValue map -> {
                SequencedMap<String, Value> entries = new LinkedHashMap<>();
                map.entries().forEach((key, entry) -> {
                    Value mirrored = mirror(entry, isMarked);
                    if (!mirrored.equals(Value.of(false))) {
                        entries.put(key, mirrored);
                    }
                });
                yield new Value.MapValue(entries);
            }
            case Value.ListValue list -> elements(list, element -> mirror(element, isMarked));
            case Value.Text _, Value.Number _, Value.Flag _, Value.Null _, Value.Secret _, Value.Unknown _ ->
                Value.of(isMarked.apply(value));
        };
    }

    private static Value elements(Value.ListValue list, Function<Value, Value> each) {
        List<Value> elements = list.elements().stream().map(each).toList();
        return new Value.ListValue(elements);
    }
}
