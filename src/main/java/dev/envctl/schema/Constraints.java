package dev.envctl.schema;

import dev.envctl.value.Value;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a value of the right type must still satisfy. `oneOf` and `anyOf` are alternatives that say something about the
/// same value, as JSON Schema has them; `types` are the choices of a field that may be of several. `exotic` is the part
/// of the schema that is too rare for code of our own; a schema library is loaded for it, and only then.
public record Constraints(
        Range length,
        Range amount,
        Range size,
        boolean integer,
        boolean unique,
        Optional<Pattern> pattern,
        List<FieldSchema.Type> types,
        List<FieldSchema> oneOf,
        List<FieldSchema> anyOf,
        Optional<Value.MapValue> exotic) {

    public static final Constraints NONE = new Constraints(
            Range.ANY,
            Range.ANY,
            Range.ANY,
            false,
            false,
            Optional.empty(),
            List.of(),
            List.of(),
            List.of(),
            Optional.empty());

    public Constraints {
        types = List.copyOf(types);
        oneOf = List.copyOf(oneOf);
        anyOf = List.copyOf(anyOf);
    }

    /// Both ends belong to it.
    public record Range(Optional<BigDecimal> least, Optional<BigDecimal> most) {

        public static final Range ANY = new Range(Optional.empty(), Optional.empty());

        boolean contains(BigDecimal number) {
            return least.filter(limit -> number.compareTo(limit) < 0).isEmpty()
                    && most.filter(limit -> number.compareTo(limit) > 0).isEmpty();
        }

        boolean contains(long number) {
            return (least.isEmpty() && most.isEmpty()) || contains(BigDecimal.valueOf(number));
        }

        /// `at least 1 and at most 5`.
        @Override
        public String toString() {
            String from =
                    least.map(limit -> "at least " + limit.toPlainString()).orElse("");
            String to = most.map(limit -> "at most " + limit.toPlainString()).orElse("");
            return from + (from.isEmpty() || to.isEmpty() ? "" : " and ") + to;
        }
    }
}
