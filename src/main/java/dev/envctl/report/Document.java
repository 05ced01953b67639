package dev.envctl.report;

import dev.envctl.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// A JSON object in the making. Keys stand in the order in which they are put; empty ones are left out by `putIf…`.
final class Document {

    private final SequencedMap<String, Value> entries = new LinkedHashMap<>();

    Document put(String key, Value value) {
        entries.put(key, value);
        return this;
    }

    Document put(String key, String text) {
        return put(key, Value.of(text));
    }

    Document put(String key, long number) {
        return put(key, Value.of(number));
    }

    Document put(String key, boolean flag) {
        return put(key, Value.of(flag));
    }

    Document put(String key, Document nested) {
        return put(key, nested.value());
    }

    Document put(String key, List<? extends Value> elements) {
        return put(key, new Value.ListValue(List.copyOf(elements)));
    }

    /// Keys that are there already keep their place.
    Document putAll(Document other) {
        entries.putAll(other.entries);
        return this;
    }

    Document putIfPresent(String key, Optional<String> text) {
        text.ifPresent(present -> put(key, present));
        return this;
    }

    Document putUnlessEmpty(String key, String text) {
        return text.isEmpty() ? this : put(key, text);
    }

    Document putUnlessEmpty(String key, List<? extends Value> elements) {
        return elements.isEmpty() ? this : put(key, elements);
    }

    Value.MapValue value() {
        return new Value.MapValue(entries);
    }
}
