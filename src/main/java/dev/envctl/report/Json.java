package dev.envctl.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import dev.envctl.value.Value;
import dev.envctl.value.ValueJson;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Optional;

/// Values as JSON for readers outside: unknowns are null and secrets a text, where [ValueJson] writes marks that read
/// back.
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
        try {
            return Optional.of(ValueJson.read(stripped));
        } catch (IllegalArgumentException notJson) {
            return Optional.empty();
        }
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
