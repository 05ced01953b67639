package dev.envctl.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import dev.envctl.value.Value;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// Values as JSON text and back. Streaming only: data binding takes longer to load than a whole plan takes to make.
public final class Json {

    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    /// A document for programs that people also read.
    public static String pretty(Value value) {
        return write(value, true) + "\n";
    }

    /// One line, for streams.
    public static String line(Value value) {
        return write(value, false);
    }

    /// The object or array that a text holds; empty when it is anything else.
    static Optional<Value> document(String text) {
        String stripped = text.strip();
        if (!stripped.startsWith("{") && !stripped.startsWith("[")) {
            return Optional.empty();
        }
        try (JsonParser parser = FACTORY.createParser(stripped)) {
            parser.nextToken();
            Value document = read(parser);
            return parser.nextToken() == null ? Optional.of(document) : Optional.empty();
        } catch (IOException notJson) {
            return Optional.empty();
        }
    }

    private static Value read(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            return readObject(parser);
        }
        if (token == JsonToken.START_ARRAY) {
            return readArray(parser);
        }
        if (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE) {
            return Value.of(token == JsonToken.VALUE_TRUE);
        }
        if (token == JsonToken.VALUE_NULL) {
            return Value.NULL;
        }
        return token.isNumeric() ? new Value.Number(parser.getDecimalValue()) : Value.of(parser.getText());
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

    private static String write(Value value, boolean indented) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(text)) {
            if (indented) {
                generator.setPrettyPrinter(printer());
            }
            write(value, generator);
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
        return text.toString();
    }

    /// The same line ends on every system.
    private static DefaultPrettyPrinter printer() {
        var indenter = new DefaultIndenter("  ", "\n");
        var separators = Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                .withObjectEmptySeparator("")
                .withArrayEmptySeparator("");
        return new DefaultPrettyPrinter(separators).withObjectIndenter(indenter).withArrayIndenter(indenter);
    }

    private static void write(Value value, JsonGenerator generator) throws IOException {
        switch (value) {
            case Value.Text(String text) -> generator.writeString(text);
            case Value.Number number -> generator.writeNumber(number.amount().toPlainString());
            case Value.Flag(boolean isTrue) -> generator.writeBoolean(isTrue);
            case Value.Null _, Value.Unknown _ -> generator.writeNull();
            case Value.Secret secret -> generator.writeString(secret.toString());
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
}
