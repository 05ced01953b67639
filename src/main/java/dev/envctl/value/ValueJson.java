package dev.envctl.value;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// JSON text to values and back. An unknown is written as `{"$unknown": true}` and a secret as `{"$secret":
/// "env:NAME"}` (never its content); both read back. Maps keep their order.
public final class ValueJson {

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final String UNKNOWN = "$unknown";
    private static final String SECRET = "$secret";

    private ValueJson() {}

    public static String write(Value value) {
        return write(value, false);
    }

    public static String writePretty(Value value) {
        return write(value, true);
    }

    /// Throws [IllegalArgumentException] with the parser's own words for text that is no JSON.
    public static Value read(String json) {
        try (JsonParser parser = FACTORY.createParser(json)) {
            if (parser.nextToken() == null) {
                throw new IllegalArgumentException("reading JSON: the text is empty");
            }
            Value value = read(parser);
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException("reading JSON: something follows the document");
            }
            return value;
        } catch (IOException malformed) {
            throw new IllegalArgumentException("reading JSON: " + malformed.getMessage(), malformed);
        }
    }

    private static String write(Value value, boolean pretty) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(text)) {
            if (pretty) {
                generator.useDefaultPrettyPrinter();
            }
            write(value, generator);
        } catch (IOException impossible) {
            throw new IllegalStateException("writing JSON to memory; this is a bug in envctl", impossible);
        }
        return text.toString();
    }

    private static void write(Value value, JsonGenerator generator) throws IOException {
        switch (value) {
            case Value.Text(String text) -> generator.writeString(text);
            case Value.Number(BigDecimal amount) -> generator.writeNumber(amount.toPlainString());
            case Value.Flag(boolean isTrue) -> generator.writeBoolean(isTrue);
            case Value.Null _ -> generator.writeNull();
            case Value.Unknown _ -> write(Value.map(UNKNOWN, Value.of(true)), generator);
            case Value.Secret secret -> write(Value.map(SECRET, Value.of(secret.reference())), generator);
            case Value.ListValue list -> {
                generator.writeStartArray();
                for (Value element : list.elements()) {
                    write(element, generator);
                }
                generator.writeEndArray();
            }
            case Value.MapValue map -> {
                generator.writeStartObject();
                for (var entry : map.entries().entrySet()) {
                    generator.writeFieldName(entry.getKey());
                    write(entry.getValue(), generator);
                }
                generator.writeEndObject();
            }
        }
    }

    private static Value read(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_STRING -> Value.of(parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Value.Number(parser.getDecimalValue());
            case VALUE_TRUE -> Value.of(true);
            case VALUE_FALSE -> Value.of(false);
            case VALUE_NULL -> Value.NULL;
            case START_ARRAY -> readList(parser);
            case START_OBJECT -> readMap(parser);
            case END_ARRAY, END_OBJECT, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
                throw new IllegalArgumentException("reading JSON: unexpected " + parser.currentToken());
        };
    }

    private static Value readList(JsonParser parser) throws IOException {
        List<Value> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(read(parser));
        }
        return new Value.ListValue(elements);
    }

    private static Value readMap(JsonParser parser) throws IOException {
        SequencedMap<String, Value> entries = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            parser.nextToken();
            entries.put(key, read(parser));
        }
        Value.MapValue map = new Value.MapValue(entries);
        if (entries.size() == 1 && entries.containsKey(UNKNOWN)) {
            return Value.UNKNOWN;
        }
        return entries.size() == 1
                ? map.text(SECRET).<Value>map(Value.Secret::of).orElse(map)
                : map;
    }
}
