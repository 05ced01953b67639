package dev.envctl.spec;

import dev.envctl.expression.TemplateText;
import dev.envctl.problem.Source;
import dev.envctl.value.Ordered;
import dev.envctl.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// A YAML node that knows where it was written.
sealed interface Yaml {

    Span span();

    record Scalar(Value value, Span span) implements Yaml {}

    record Sequence(List<Yaml> elements, Span span) implements Yaml {
        public Sequence {
            elements = List.copyOf(elements);
        }
    }

    record Mapping(SequencedMap<String, Entry> entries, Span span) implements Yaml {
        public Mapping {
            entries = Ordered.copyOf(entries);
        }

        Optional<Yaml> get(String key) {
            return Optional.ofNullable(entries.get(key)).map(Entry::value);
        }

        /// An empty node counts as absent.
        Optional<Yaml> present(String key) {
            return get(key).filter(node -> !(node instanceof Scalar(Value.Null _, Span _)));
        }

        Optional<String> text(String key) {
            return get(key).flatMap(
                            node -> node instanceof Scalar(Value value, Span _) ? value.asText() : Optional.empty());
        }

        /// The map under a key; an empty one when there is none.
        Mapping map(String key) {
            Mapping none = new Mapping(new LinkedHashMap<>(), span);
            return get(key).orElse(none) instanceof Mapping child ? child : none;
        }

        Source keySource(String key) {
            return entries.containsKey(key) ? entries.get(key).key().source() : span.source();
        }
    }

    record Entry(Span key, Yaml value) {}

    /// Lines and columns from 0; the end is exclusive.
    record Span(YamlFile file, int line, int column, int endLine, int endColumn) {
        Source source() {
            int end = endLine == line
                    ? endColumn
                    : file.line(line).stripTrailing().length();
            return file.at(line, column, end - column);
        }
    }

    /// As data, with strings that hold expressions left as they are.
    default Value raw() {
        return switch (this) {
            case Scalar(Value value, Span _) -> value;
            case Sequence(List<Yaml> elements, Span _) ->
                new Value.ListValue(elements.stream().map(Yaml::raw).toList());
            case Mapping mapping -> {
                Map<String, Value> entries = new LinkedHashMap<>();
                mapping.entries()
                        .forEach((key, entry) -> entries.put(key, entry.value().raw()));
                yield new Value.MapValue(entries);
            }
        };
    }

    /// As data, with [Value#UNKNOWN] where an expression stands: what a schema can be held against before anything
    /// is bound.
    default Value shape() {
        return switch (this) {
            case Scalar(Value.Text(String text), Span _) when TemplateText.hasHole(text) -> Value.UNKNOWN;
            case Scalar(Value value, Span _) -> value;
            case Sequence(List<Yaml> elements, Span _) ->
                new Value.ListValue(elements.stream().map(Yaml::shape).toList());
            case Mapping mapping -> {
                Map<String, Value> entries = new LinkedHashMap<>();
                mapping.entries()
                        .forEach((key, entry) -> entries.put(key, entry.value().shape()));
                yield new Value.MapValue(entries);
            }
        };
    }
}
