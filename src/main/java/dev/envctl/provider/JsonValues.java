package dev.envctl.provider;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.envctl.value.Value;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// JSON text to [Value] and back, for documents that a service takes or gives as text: policies, configurations.
public final class JsonValues {

    private static final JsonFactory JSON = new JsonFactory();

    private JsonValues() {}

    /// Empty when the text is not one JSON document.
    public static Optional<Value> parse(String text) {
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() == null) {
                return Optional.empty();
            }
            Value value = read(parser);
            return parser.nextToken() == null ? Optional.of(value) : Optional.empty();
        } catch (JsonParseException notJson) {
            return Optional.empty();
        } catch (IOException impossible) {
            throw new UncheckedIOException("reading JSON from memory", impossible);
        }
    }

    /// Compact JSON with the keys in the order of the value. A document that is already text is returned as it stands.
    public static String document(Value value) {
        return value instanceof Value.Text(String text) ? text : write(value);
    }

    public static String write(Value value) {
        var text = new StringWriter();
        try (JsonGenerator generator = JSON.createGenerator(text)) {
            write(value, generator);
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing JSON to memory", impossible);
        }
        return text.toString();
    }

    private static Value read(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> readObject(parser);
            case START_ARRAY -> readArray(parser);
            case VALUE_STRING -> Value.of(parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Value.Number(parser.getDecimalValue());
            case VALUE_TRUE -> Value.of(true);
            case VALUE_FALSE -> Value.of(false);
            case VALUE_NULL -> Value.NULL;
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
                throw new JsonParseException(parser, "a value belongs here");
        };
    }

    private static Value readObject(JsonParser parser) throws IOException {
        SequencedMap<String, Value> entries = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            entries.put(name, read(parser));
        }
        return new Value.MapValue(entries);
    }

    private static Value readArray(JsonParser parser) throws IOException {
        List<Value> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(read(parser));
        }
        return new Value.ListValue(elements);
    }

    private static void write(Value value, JsonGenerator generator) throws IOException {
        switch (value) {
            case Value.Text(String text) -> generator.writeString(text);
            case Value.Number number -> generator.writeNumber(number.amount().toPlainString());
            case Value.Flag(boolean isTrue) -> generator.writeBoolean(isTrue);
            case Value.Null _ -> generator.writeNull();
            case Value.ListValue list -> {
                generator.writeStartArray();
                for (Value element : list.elements()) {
                    write(element, generator);
                }
                generator.writeEndArray();
            }
            case Value.MapValue map -> {
                generator.writeStartObject();
                for (Map.Entry<String, Value> entry : map.entries().entrySet()) {
                    generator.writeFieldName(entry.getKey());
                    write(entry.getValue(), generator);
                }
                generator.writeEndObject();
            }
            case Value.Unknown _, Value.Secret _ ->
                throw new IllegalStateException("a JSON document holds " + value + "; this is a bug in envctl");
        }
    }
}
