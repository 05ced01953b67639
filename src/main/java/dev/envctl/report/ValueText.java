package dev.envctl.report;

import dev.envctl.value.Value;
import java.util.stream.Collectors;

/// One value in one line, spelt so that `"false"` and `false` stay apart.
final class ValueText {

    static final String UNKNOWN = "(known after apply)";
    static final String SENSITIVE = "(sensitive value)";
    private static final int LONGEST_INLINE = 80;

    private ValueText() {}

    static String inline(Value value) {
        return switch (value) {
            case Value.Text(String text) -> quoted(text);
            case Value.Number number -> number.amount().toPlainString();
            case Value.Flag(boolean isTrue) -> Boolean.toString(isTrue);
            case Value.Null _ -> "null";
            case Value.Unknown _ -> UNKNOWN;
            case Value.Secret _ -> SENSITIVE;
            case Value.ListValue list ->
                list.elements().stream().map(ValueText::inline).collect(Collectors.joining(", ", "[", "]"));
            case Value.MapValue map when map.isEmpty() -> "{}";
            case Value.MapValue map ->
                map.entries().entrySet().stream()
                        .map(entry -> key(entry.getKey()) + ": " + inline(entry.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
        };
    }

    /// For the left side of an arrow or a column of a table.
    static String brief(Value value) {
        String text = inline(value);
        return text.length() <= LONGEST_INLINE ? text : text.substring(0, LONGEST_INLINE - 3) + "...";
    }

    static String key(String name) {
        return name.matches("[A-Za-z0-9_./-]+") ? name : quoted(name);
    }

    private static String quoted(String text) {
        return "\"" + Words.printable(text.replace("\\", "\\\\").replace("\"", "\\\"")) + "\"";
    }
}
