package dev.envctl.cli;

import dev.envctl.report.Json;
import dev.envctl.value.FieldPath;
import dev.envctl.value.Value;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/// Values as YAML that reads back to the same values. `remark` may say something behind each leaf.
final class RenderedYaml {

    private static final Set<String> AMBIGUOUS = Set.of("true", "false", "null", "yes", "no", "on", "off", "y", "n");

    private final StringBuilder text = new StringBuilder();
    private final Function<FieldPath, String> remark;

    RenderedYaml(Function<FieldPath, String> remark) {
        this.remark = remark;
    }

    String render(Value.MapValue map) {
        entries(map, 0, FieldPath.ROOT);
        return text.toString();
    }

    private void entries(Value.MapValue map, int depth, FieldPath path) {
        map.entries().forEach((key, value) -> {
            text.repeat("  ", depth).append(scalar(key)).append(':');
            below(value, depth, path.key(key));
        });
    }

    private void elements(Value.ListValue list, int depth, FieldPath path) {
        for (int i = 0; i < list.elements().size(); i++) {
            FieldPath here = path.index(i);
            text.repeat("  ", depth).append('-');
            if (list.elements().get(i) instanceof Value.MapValue map && !map.isEmpty()) {
                int start = text.length();
                entries(map, depth + 1, here);
                text.replace(start, start + 2 * (depth + 1), " ");
            } else {
                below(list.elements().get(i), depth, here);
            }
        }
    }

    private void below(Value value, int depth, FieldPath path) {
        switch (value) {
            case Value.MapValue map when !map.isEmpty() -> {
                text.append('\n');
                entries(map, depth + 1, path);
            }
            case Value.ListValue list when !list.elements().isEmpty() -> {
                text.append('\n');
                elements(list, depth + 1, path);
            }
            case Value.Text(String content) when isBlock(content) -> {
                leaf("|", path);
                content.lines().forEach(line ->
                        text.repeat("  ", line.isEmpty() ? 0 : depth + 1).append(line).append('\n'));
            }
            case Value.Text(String content) -> leaf(scalar(content), path);
            case Value.MapValue _, Value.ListValue _, Value.Number _, Value.Flag _, Value.Null _, Value.Unknown _,
                    Value.Secret _ ->
                leaf(Json.line(value), path);
        }
    }

    private void leaf(String content, FieldPath path) {
        String behind = remark.apply(path);
        text.append(' ').append(content).append(behind.isEmpty() ? "" : "  # " + behind).append('\n');
    }

    private static boolean isBlock(String content) {
        return content.endsWith("\n")
                && !content.endsWith("\n\n")
                && content.lines().noneMatch(line -> line.startsWith(" ") || line.endsWith(" "))
                && content.chars().noneMatch(character -> Character.isISOControl(character) && character != '\n');
    }

    /// Plain where YAML cannot read anything else into it.
    static String scalar(String content) {
        boolean plain = content.matches("[A-Za-z_/][A-Za-z0-9_./@+:-]*( [A-Za-z0-9_./@+-]+)*")
                && !content.endsWith(":")
                && !AMBIGUOUS.contains(content.toLowerCase(Locale.ROOT));
        return plain ? content : Json.line(Value.of(content));
    }
}
