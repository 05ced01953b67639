package dev.envctl.schema;

import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.Problems;
import dev.envctl.problem.Source;
import dev.envctl.problem.Suggestion;
import dev.envctl.value.FieldPath;
import dev.envctl.value.Value;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Holds a value against a schema and says everything that is wrong with it. What is not known yet passes every check.
/// `subject` is what the sentences call the thing: `ManagedEndpoint`, `Module "studio"`.
public final class SchemaCheck {

    /// Computed fields are refused in what users write, and expected in what services answer.
    public enum Side {
        WRITTEN,
        ANSWERED
    }

    private final String subject;
    private final Positions positions;
    private final Side side;
    private final Problems problems = new Problems();

    private SchemaCheck(String subject, Positions positions, Side side) {
        this.subject = subject;
        this.positions = positions;
        this.side = side;
    }

    public static List<Problem> check(Value value, FieldSchema schema, String subject, Positions positions) {
        SchemaCheck check = new SchemaCheck(subject, positions, Side.WRITTEN);
        check.value(value, schema, FieldPath.ROOT);
        return check.problems.list();
    }

    /// Without places: for values that nobody wrote.
    public static List<Problem> check(Value value, FieldSchema schema, String subject, Side side) {
        SchemaCheck check = new SchemaCheck(subject, NOWHERE, side);
        check.value(value, schema, FieldPath.ROOT);
        return check.problems.list();
    }

    private static final Positions NOWHERE = new Positions() {
        @Override
        public Optional<Source> ofKey(FieldPath path) {
            return Optional.empty();
        }

        @Override
        public Optional<Source> ofValue(FieldPath path) {
            return Optional.empty();
        }
    };

    private void value(Value value, FieldSchema schema, FieldPath path) {
        if (value instanceof Value.Unknown) {
            return;
        }
        if (!hasType(value, schema)) {
            wrongType(value, schema, path);
            return;
        }
        switch (value) {
            case Value.MapValue map -> object(map, schema, path);
            case Value.ListValue list -> list(list, schema, path);
            case Value.Text(String text) -> text(text, schema, path);
            case Value.Number(BigDecimal amount) -> number(amount, schema, path);
            case Value.Flag _, Value.Null _, Value.Secret _, Value.Unknown _ -> {}
        }
        alternatives(value, schema.constraints(), path);
        schema.constraints().exotic().ifPresent(rest -> exotic(value, rest, path));
    }

    private static boolean hasType(Value value, FieldSchema schema) {
        List<FieldSchema.Type> union = schema.constraints().types();
        return union.isEmpty()
                ? hasType(value, schema.type())
                : value instanceof Value.Null || union.stream().anyMatch(type -> hasType(value, type));
    }

    private static boolean hasType(Value value, FieldSchema.Type type) {
        return switch (type) {
            case ANY -> true;
            case TEXT -> value instanceof Value.Text || value instanceof Value.Secret;
            case NUMBER -> value instanceof Value.Number;
            case FLAG -> value instanceof Value.Flag;
            case LIST -> value instanceof Value.ListValue;
            case OBJECT -> value instanceof Value.MapValue;
        };
    }

    private void wrongType(Value value, FieldSchema schema, FieldPath path) {
        if (value instanceof Value.Null) {
            report(Code.WRONG_TYPE, path, "%s is empty where %s belongs.".formatted(name(path), noun(schema)));
            return;
        }
        boolean scalarForText = schema.type() == FieldSchema.Type.TEXT
                && (value instanceof Value.Number || value instanceof Value.Flag);
        report(
                Code.WRONG_TYPE,
                path,
                "%s must be %s, and this is %s.%s"
                        .formatted(name(path), noun(schema), noun(value), scalarForText ? " Put it in quotes." : ""));
    }

    private void object(Value.MapValue map, FieldSchema schema, FieldPath path) {
        if (schema.type() == FieldSchema.Type.ANY
                && schema.fields().isEmpty()
                && schema.required().isEmpty()) {
            return;
        }
        map.entries().forEach((key, value) -> field(key, value, schema, path));
        for (String required : schema.required()) {
            if (map.get(required)
                    .filter(value -> !(value instanceof Value.Null))
                    .isEmpty()) {
                missing(required, map, schema, path);
            }
        }
        if (!schema.constraints().size().contains(map.entries().size())) {
            wrongSize(
                    path, schema.constraints().size(), "entries", map.entries().size());
        }
    }

    private void field(String key, Value value, FieldSchema schema, FieldPath path) {
        FieldPath below = path.key(key);
        FieldSchema known = schema.fields().get(key);
        if (known == null) {
            schema.values()
                    .ifPresentOrElse(free -> value(value, free, below), () -> unknownField(key, schema, path, below));
            return;
        }
        if (side == Side.WRITTEN
                && known.rules().computed()
                && !schema.required().contains(key)) {
            add(
                    Code.READ_ONLY_FIELD,
                    positions.ofKey(below),
                    "%s is what the service answers, so it cannot be set. Take the line out.".formatted(name(below)));
            return;
        }
        if (!(value instanceof Value.Null)) {
            value(value, known, below);
        }
    }

    private void unknownField(String key, FieldSchema schema, FieldPath path, FieldPath below) {
        List<String> writable = schema.fields().entrySet().stream()
                .filter(field ->
                        side == Side.ANSWERED || !field.getValue().rules().computed())
                .map(java.util.Map.Entry::getKey)
                .toList();
        String near = Suggestion.question(key, writable);
        String listed = near.isEmpty() && !writable.isEmpty() && writable.size() <= 12
                ? " It has " + String.join(", ", writable) + "."
                : "";
        add(
                Code.UNKNOWN_FIELD,
                positions.ofKey(below),
                "%s has no field \"%s\".%s"
                        .formatted(path.isRoot() ? subject : subject + "." + path, key, near + listed));
    }

    private void missing(String required, Value.MapValue map, FieldSchema schema, FieldPath path) {
        String meaning = Optional.ofNullable(schema.fields().get(required))
                .map(FieldSchema::description)
                .filter(text -> !text.isEmpty())
                .map(text -> " " + text)
                .orElse("");
        Optional<String> misspelt = Suggestion.nearest(required, map.entries().keySet())
                .filter(key -> !schema.fields().containsKey(key));
        if (misspelt.isEmpty() || schema.values().isPresent()) {
            add(
                    Code.MISSING_FIELD,
                    positions.ofKey(path),
                    "%s needs the field \"%s\".%s"
                            .formatted(path.isRoot() ? subject : subject + "." + path, required, meaning));
        }
    }

    private void list(Value.ListValue list, FieldSchema schema, FieldPath path) {
        List<Value> elements = list.elements();
        for (int i = 0; i < elements.size() && schema.items().isPresent(); i++) {
            value(elements.get(i), schema.items().get(), path.index(i));
        }
        if (!schema.constraints().size().contains(elements.size())) {
            wrongSize(path, schema.constraints().size(), "elements", elements.size());
        }
        if (schema.constraints().unique()) {
            repeated(elements, path);
        }
    }

    private void wrongSize(FieldPath path, Constraints.Range range, String things, int size) {
        report(
                Code.VALUE_NOT_ALLOWED,
                path,
                size == 0
                        ? "%s is empty and must not be.".formatted(name(path))
                        : "%s must have %s %s and has %d.".formatted(name(path), range, things, size));
    }

    private void repeated(List<Value> elements, FieldPath path) {
        HashSet<Value> seen = new HashSet<>();
        for (int i = 0; i < elements.size(); i++) {
            if (elements.get(i).isKnown() && !seen.add(elements.get(i))) {
                report(Code.VALUE_NOT_ALLOWED, path.index(i), "%s holds this element twice.".formatted(name(path)));
            }
        }
    }

    private void text(String text, FieldSchema schema, FieldPath path) {
        Constraints constraints = schema.constraints();
        if (!schema.allowed().isEmpty() && !schema.allowed().contains(text)) {
            notListed(text, schema.allowed(), path);
            return;
        }
        if (!constraints.length().contains(text.codePointCount(0, text.length()))) {
            report(
                    Code.VALUE_NOT_ALLOWED,
                    path,
                    "%s must be %s characters long and has %d."
                            .formatted(name(path), constraints.length(), text.codePointCount(0, text.length())));
        }
        constraints
                .pattern()
                .filter(pattern -> !pattern.matcher(text).find())
                .ifPresent(pattern -> problems.add(mismatch(text, pattern, schema, path)));
    }

    /// A pattern says what is wrong to those who read patterns; the field's description says it to everybody.
    private Problem mismatch(String text, Pattern pattern, FieldSchema schema, FieldPath path) {
        String detail = "%s \"%s\" does not match %s.".formatted(name(path), text, pattern.pattern());
        Optional<String> hint = Optional.of(schema.description()).filter(description -> !description.isBlank());
        return new Problem(Code.VALUE_NOT_ALLOWED, detail, positions.ofValue(path), hint);
    }

    private void notListed(String text, List<String> allowed, FieldPath path) {
        if (allowed.size() == 1) {
            report(Code.VALUE_NOT_ALLOWED, path, "%s must be %s.".formatted(name(path), allowed.getFirst()));
            return;
        }
        String listed = allowed.stream().limit(20).collect(Collectors.joining(", "));
        report(
                Code.VALUE_NOT_ALLOWED,
                path,
                "%s cannot be \"%s\".%s It is one of %s."
                        .formatted(name(path), text, Suggestion.question(text, allowed), listed));
    }

    private void number(BigDecimal amount, FieldSchema schema, FieldPath path) {
        if (schema.constraints().integer() && amount.stripTrailingZeros().scale() > 0) {
            report(Code.WRONG_TYPE, path, "%s must be a whole number.".formatted(name(path)));
            return;
        }
        if (!schema.constraints().amount().contains(amount)) {
            report(
                    Code.VALUE_NOT_ALLOWED,
                    path,
                    "%s must be %s and is %s."
                            .formatted(name(path), schema.constraints().amount(), amount.toPlainString()));
        }
    }

    private void alternatives(Value value, Constraints constraints, FieldPath path) {
        if (constraints.oneOf().isEmpty() && constraints.anyOf().isEmpty()) {
            return;
        }
        oneOf(value, constraints.oneOf(), path);
        if (!constraints.anyOf().isEmpty() && constraints.anyOf().stream().noneMatch(branch -> fits(value, branch))) {
            report(Code.VALUE_NOT_ALLOWED, path, "%s needs %s.".formatted(name(path), choices(constraints.anyOf())));
        }
    }

    private void oneOf(Value value, List<FieldSchema> branches, FieldPath path) {
        if (branches.isEmpty()
                || branches.stream().filter(branch -> fits(value, branch)).count() == 1) {
            return;
        }
        report(
                Code.VALUE_NOT_ALLOWED,
                path,
                "%s must be exactly one of these: %s.".formatted(name(path), choices(branches)));
    }

    private boolean fits(Value value, FieldSchema branch) {
        return check(value, branch, subject, side).isEmpty();
    }

    /// Branches are usually told apart by the fields that they require.
    private static String choices(List<FieldSchema> branches) {
        return branches.stream()
                .map(branch -> {
                    if (!branch.required().isEmpty()) {
                        return String.join(" and ", branch.required());
                    }
                    return branch.description().isEmpty() ? noun(branch.type()) : branch.description();
                })
                .collect(Collectors.joining(" or "));
    }

    private void exotic(Value value, Value.MapValue rest, FieldPath path) {
        for (ExoticCheck.Finding finding : ExoticCheck.check(value, rest)) {
            FieldPath place = FieldPath.parse(path.pointer() + finding.path().pointer());
            report(Code.VALUE_NOT_ALLOWED, place, "%s: %s.".formatted(name(place), finding.message()));
        }
    }

    private void report(Code code, FieldPath path, String detail) {
        add(code, positions.ofValue(path), detail);
    }

    private void add(Code code, Optional<Source> place, String detail) {
        problems.add(new Problem(code, detail, place, Optional.empty()));
    }

    private String name(FieldPath path) {
        return path.isRoot() ? subject : subject + "." + path;
    }

    private static String noun(FieldSchema schema) {
        List<FieldSchema.Type> union = schema.constraints().types();
        return union.isEmpty()
                ? noun(schema.type())
                : union.stream().map(SchemaCheck::noun).distinct().collect(Collectors.joining(" or "));
    }

    private static String noun(FieldSchema.Type type) {
        return switch (type) {
            case TEXT -> "text";
            case NUMBER -> "a number";
            case FLAG -> "true or false";
            case LIST -> "a list";
            case OBJECT -> "a map";
            case ANY -> "anything";
        };
    }

    private static String noun(Value value) {
        return switch (value) {
            case Value.Text _ -> "text";
            case Value.Number(BigDecimal amount) -> "the number " + amount.toPlainString();
            case Value.Flag(boolean isTrue) -> "the boolean " + isTrue;
            case Value.ListValue _ -> "a list";
            case Value.MapValue _ -> "a map";
            case Value.Null _ -> "empty";
            case Value.Secret _ -> "a secret";
            case Value.Unknown _ -> "not known yet";
        };
    }
}
