package dev.envctl.provider;

import dev.envctl.value.Value;
import dev.envctl.value.ValueJson;
import java.util.Optional;

/// Documents that a service takes or gives as JSON text: policies, configurations.
public final class JsonValues {

    private JsonValues() {}

    /// Empty when the text is not one JSON document.
    public static Optional<Value> parse(String text) {
        try {
            return Optional.of(ValueJson.read(text));
        } catch (IllegalArgumentException notJson) {
            return Optional.empty();
        }
    }

    /// What a document's text says; text that is no JSON stays text.
    public static Value decode(String text) {
        return parse(text).orElseGet(() -> Value.of(text));
    }

    /// Compact JSON with the keys in the order of the value. A document that is already text is returned as it
    /// stands.
    public static String document(Value value) {
        return value instanceof Value.Text(String text) ? text : ValueJson.write(value);
    }
}
