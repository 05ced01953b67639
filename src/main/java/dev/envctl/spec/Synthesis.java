package dev.envctl.spec;

import dev.envctl.expression.Expression;
import dev.envctl.expression.Template;
import dev.envctl.value.FieldPath;
import dev.envctl.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/// Writes a tree with expressions in it as one expression, `{"a": v0, "b": [v1, v2]}`, for places that take a single
/// one: an input that a module computes with, a map whose keys are computed.
final class Synthesis {

    private final List<Expression.Use> uses = new ArrayList<>();

    Template template(Bound tree) {
        return template(source(tree.value(), tree, FieldPath.ROOT));
    }

    /// A map of which at least one key is an expression.
    static Template map(SequencedMap<Bound, Bound> entries) {
        Synthesis synthesis = new Synthesis();
        List<String> written = new ArrayList<>();
        entries.forEach((key, value) -> written.add(synthesis.key(key) + ": " + synthesis.name(value)));
        return synthesis.template("{" + String.join(", ", written) + "}");
    }

    /// One call, such as `merge(v0, v1)`.
    static Template call(String function, Bound... arguments) {
        Synthesis synthesis = new Synthesis();
        List<String> written = new ArrayList<>();
        for (Bound argument : arguments) {
            written.add(synthesis.name(argument));
        }
        return synthesis.template(function + "(" + String.join(", ", written) + ")");
    }

    private Template template(String source) {
        return new Template(List.of(new Template.Hole(new Expression(source, uses))));
    }

    private String key(Bound key) {
        return key.isConstant()
                        && key.value().asText().filter(Synthesis::isQuotable).isPresent()
                ? quoted(key.value().asText().orElseThrow())
                : name(key);
    }

    private String name(Bound value) {
        String name = "v" + uses.size();
        uses.add(new Expression.Use(List.of(name), value.binding()));
        return name;
    }

    private String source(Value value, Bound tree, FieldPath path) {
        if (tree.expressions().containsKey(path)) {
            return name(Bound.of(tree.expressions().get(path)));
        }
        return switch (value) {
            case Value.MapValue map
            when map.entries().keySet().stream().allMatch(Synthesis::isQuotable) ->
                map.entries().entrySet().stream()
                        .map(entry -> quoted(entry.getKey())
                                + ": "
                                + source(entry.getValue(), tree, path.key(entry.getKey())))
                        .collect(Collectors.joining(", ", "{", "}"));
            case Value.MapValue map -> {
                SequencedMap<Bound, Bound> entries = new LinkedHashMap<>();
                map.entries()
                        .keySet()
                        .forEach(key -> entries.put(
                                Bound.of(Value.of(key)), tree.at(path.key(key)).orElse(Bound.MISTAKE)));
                yield name(Bound.of(map(entries)));
            }
            case Value.ListValue list -> {
                List<String> elements = new ArrayList<>();
                for (int i = 0; i < list.elements().size(); i++) {
                    elements.add(source(list.elements().get(i), tree, path.index(i)));
                }
                yield "[" + String.join(", ", elements) + "]";
            }
            case Value.Text _, Value.Number _, Value.Flag _, Value.Null _, Value.Unknown _, Value.Secret _ ->
                name(Bound.of(value));
        };
    }

    private static boolean isQuotable(String text) {
        return text.chars().noneMatch(letter -> letter == '"' || letter == '\\' || letter < ' ');
    }

    private static String quoted(String text) {
        return "\"" + text + "\"";
    }
}
