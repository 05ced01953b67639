package dev.envctl.value;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Where in a [Value] something stands. Two spellings: a JSON pointer (`/rules/0/port`), which users write and plans
/// store, and the dotted form (`rules[0].port`), which people read.
public record FieldPath(List<Segment> segments) implements Comparable<FieldPath> {

    public sealed interface Segment {}

    public record Key(String name) implements Segment {}

    public record Index(int position) implements Segment {}

    public static final FieldPath ROOT = new FieldPath(List.of());

    public FieldPath {
        segments = List.copyOf(segments);
    }

    public static FieldPath of(String... keys) {
        return new FieldPath(
                List.of(keys).stream().map(key -> (Segment) new Key(key)).toList());
    }

    /// Reads a JSON pointer. A segment of digits is an index.
    public static FieldPath parse(String pointer) {
        if (pointer.isEmpty() || pointer.equals("/")) {
            return ROOT;
        }
        List<Segment> segments = new ArrayList<>();
        for (String part : pointer.substring(pointer.startsWith("/") ? 1 : 0).split("/", -1)) {
            String key = part.replace("~1", "/").replace("~0", "~");
            segments.add(key.matches("\\d{1,9}") ? new Index(Integer.parseInt(key)) : new Key(key));
        }
        return new FieldPath(segments);
    }

    public FieldPath key(String name) {
        return plus(new Key(name));
    }

    public FieldPath index(int position) {
        return plus(new Index(position));
    }

    public boolean isRoot() {
        return segments.isEmpty();
    }

    public Segment head() {
        return segments.getFirst();
    }

    public FieldPath tail() {
        return new FieldPath(segments.subList(1, segments.size()));
    }

    /// This path is `prefix` or lies below it.
    public boolean startsWith(FieldPath prefix) {
        return segments.size() >= prefix.segments.size()
                && segments.subList(0, prefix.segments.size()).equals(prefix.segments);
    }

    public String pointer() {
        return segments.stream().map(FieldPath::escaped).collect(Collectors.joining());
    }

    private static String escaped(Segment segment) {
        return switch (segment) {
            case Key(String name) -> "/" + name.replace("~", "~0").replace("/", "~1");
            case Index(int position) -> "/" + position;
        };
    }

    /// `rules[0].port`; keys that are no plain words are quoted: `tags["a.b"]`.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Segment segment : segments) {
            switch (segment) {
                case Index(int position) -> text.append('[').append(position).append(']');
                case Key(String name)
                when name.matches("[A-Za-z_][A-Za-z0-9_-]*") ->
                    text.append(text.isEmpty() ? "" : ".").append(name);
                case Key(String name) -> text.append("[\"").append(name).append("\"]");
            }
        }
        return text.toString();
    }

    @Override
    public int compareTo(FieldPath other) {
        return pointer().compareTo(other.pointer());
    }

    private FieldPath plus(Segment segment) {
        List<Segment> longer = new ArrayList<>(segments);
        longer.add(segment);
        return new FieldPath(longer);
    }
}
