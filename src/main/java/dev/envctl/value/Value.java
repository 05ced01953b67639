package dev.envctl.value;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// A tree of data: what YAML says, what a cloud answers, what an expression yields. Maps keep the order in which they
/// were written, but two maps with the same entries are equal in any order.
@SuppressWarnings({"JavaLangClash", "ClassInitializationDeadlock"})
public sealed interface Value {

    record Text(String text) implements Value {}

    /// Compared by amount: `1.0` equals `1`.
    record Number(BigDecimal amount) implements Value {
        public Number {
            amount = amount.signum() == 0 ? BigDecimal.ZERO : amount.stripTrailingZeros();
        }

        @Override
        public String toString() {
            return "Number[" + amount.toPlainString() + "]";
        }
    }

    record Flag(boolean isTrue) implements Value {}

    record ListValue(List<Value> elements) implements Value {
        public ListValue {
            elements = List.copyOf(elements);
        }
    }

    record MapValue(SequencedMap<String, Value> entries) implements Value {
        public static final MapValue EMPTY = new MapValue(new LinkedHashMap<>());

        public MapValue {
            entries = Ordered.copyOf(entries);
        }

        public MapValue(Map<String, ? extends Value> entries) {
            this(Ordered.<String, Value>copyOf(entries));
        }

        public Optional<Value> get(String key) {
            return Optional.ofNullable(entries.get(key));
        }

        /// The text under a key; empty when the key is missing or holds something else (an unknown, say).
        public Optional<String> text(String key) {
            return get(key).flatMap(Value::asText);
        }

        public boolean isEmpty() {
            return entries.isEmpty();
        }

        public MapValue with(String key, Value value) {
            SequencedMap<String, Value> copy = new LinkedHashMap<>(entries);
            copy.put(key, value);
            return new MapValue(copy);
        }

        public MapValue without(String key) {
            SequencedMap<String, Value> copy = new LinkedHashMap<>(entries);
            copy.remove(key);
            return new MapValue(copy);
        }

        /// Entries of `other` win.
        public MapValue merge(MapValue other) {
            SequencedMap<String, Value> copy = new LinkedHashMap<>(entries);
            copy.putAll(other.entries);
            return new MapValue(copy);
        }
    }

    record Null() implements Value {}

    /// Known only after something has been applied.
    record Unknown() implements Value {}

    /// A secret by reference, such as `env:TLS_KEY`. `content` is there only while a step is being applied; it
    /// never takes part in equality, text, a plan or a log.
    record Secret(String reference, Optional<String> content) implements Value {

        public static Secret of(String reference) {
            return new Secret(reference, Optional.empty());
        }

        public Secret reveal(String text) {
            return new Secret(reference, Optional.of(text));
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Secret secret && secret.reference.equals(reference);
        }

        @Override
        public int hashCode() {
            return reference.hashCode();
        }

        @Override
        public String toString() {
            return "(sensitive value)";
        }
    }

    // Safe from a deadlock of initialisers as long as these two are reached only through the constants.
    @SuppressWarnings("ClassInitializationDeadlock")
    Null NULL = new Null();

    @SuppressWarnings("ClassInitializationDeadlock")
    Unknown UNKNOWN = new Unknown();

    static Text of(String text) {
        return new Text(text);
    }

    static Number of(long amount) {
        return new Number(BigDecimal.valueOf(amount));
    }

    static Flag of(boolean isTrue) {
        return new Flag(isTrue);
    }

    static ListValue list(Value... elements) {
        return new ListValue(List.of(elements));
    }

    static ListValue texts(List<String> texts) {
        return new ListValue(texts.stream().map(text -> (Value) new Text(text)).toList());
    }

    /// `map("name", of("x"), "size", of(3))`: keys and values in turn, for literals.
    static MapValue map(Object... keysAndValues) {
        SequencedMap<String, Value> entries = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            entries.put((String) keysAndValues[i], (Value) keysAndValues[i + 1]);
        }
        return new MapValue(entries);
    }

    default Optional<String> asText() {
        return this instanceof Text(String text) ? Optional.of(text) : Optional.empty();
    }

    /// No unknown anywhere below.
    default boolean isKnown() {
        return switch (this) {
            case Unknown _ -> false;
            case ListValue list -> list.elements().stream().allMatch(Value::isKnown);
            case MapValue map -> map.entries().values().stream().allMatch(Value::isKnown);
            case Text _, Number _, Flag _, Null _, Secret _ -> true;
        };
    }

    /// The value at a path; empty when the path leaves the tree. Below an unknown everything is unknown.
    default Optional<Value> at(FieldPath path) {
        Value here = this;
        for (FieldPath.Segment segment : path.segments()) {
            Optional<Value> next = switch (here) {
                case Unknown unknown -> Optional.of(unknown);
                case MapValue map when segment instanceof FieldPath.Key(String key) -> map.get(key);
                case ListValue list
                when segment instanceof FieldPath.Index(int index) ->
                    index < list.elements().size() ? Optional.of(list.elements().get(index)) : Optional.empty();
                case MapValue _, ListValue _, Text _, Number _, Flag _, Null _, Secret _ -> Optional.empty();
            };
            if (next.isEmpty()) {
                return next;
            }
            here = next.get();
        }
        return Optional.of(here);
    }

    /// A copy with the value at an existing path exchanged. The path must lead through maps and lists of this tree.
    default Value with(FieldPath path, Value replacement) {
        if (path.isRoot()) {
            return replacement;
        }
        FieldPath rest = path.tail();
        return switch (path.head()) {
            case FieldPath.Key(String key)
            when this instanceof MapValue map ->
                map.with(key, map.get(key).orElse(MapValue.EMPTY).with(rest, replacement));
            case FieldPath.Index(int index)
            when this instanceof ListValue list -> {
                Value[] elements = list.elements().toArray(Value[]::new);
                elements[index] = elements[index].with(rest, replacement);
                yield list(elements);
            }
            case FieldPath.Key _, FieldPath.Index _ ->
                throw new IllegalStateException("no place for " + path + "; this is a bug in envctl");
        };
    }
}
