package dev.envctl.spec;

import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.Source;
import dev.envctl.schema.FieldSchema;
import dev.envctl.schema.SchemaCheck;
import dev.envctl.schema.SchemaLoader;
import dev.envctl.value.FieldPath;
import dev.envctl.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The inputs of one module instance: what the call gives, in the caller's scope, and the definition's defaults, in the
/// module's.
final class ModuleInputs implements InputSource {

    private static final Pattern PASSED_ON = Pattern.compile("\\$\\{\\s*input\\.(\\w+)\\s*}");

    private final Unit caller;
    private final Instance call;
    private final Document definition;
    private final Optional<FieldSchema> schema;

    ModuleInputs(Unit caller, Instance call, Documents module) {
        this.caller = caller;
        this.call = call;
        this.definition = module.definitions().getFirst();
        this.schema = readSchema();
    }

    @Override
    public Set<String> names() {
        return declared().entries().keySet();
    }

    @Override
    public Bound value(String name, Unit unit) {
        Optional<Bound> given = given(name)
                .map(node -> caller.binder(call.document(), call.each()).bind(node))
                .filter(bound -> !bound.value().equals(Value.NULL));
        if (given.isPresent()) {
            return complete(name, given.get());
        }
        Optional<Yaml> fallback = declared()
                .get(name)
                .flatMap(schema -> schema instanceof Yaml.Mapping mapping ? mapping.get("default") : Optional.empty());
        if (fallback.isPresent()) {
            return complete(name, unit.binder(definition, Optional.empty()).bind(fallback.get()));
        }
        return isRequired(name) ? Bound.MISTAKE : Bound.of(Value.NULL);
    }

    /// Within an input, what its schema declares and the caller leaves out has its default, or is empty.
    private Bound complete(String name, Bound input) {
        return schema.map(whole -> whole.fields().get(name))
                .map(field -> new Bound(completed(input.value(), field), input.expressions()))
                .orElse(input);
    }

    private static Value completed(Value value, FieldSchema schema) {
        return switch (value) {
            case Value.MapValue map -> {
                Map<String, Value> entries = new LinkedHashMap<>();
                map.entries().forEach((key, entry) -> {
                    FieldSchema free = schema.values().orElse(FieldSchema.ANYTHING);
                    entries.put(key, completed(entry, schema.fields().getOrDefault(key, free)));
                });
                schema.fields().forEach((key, field) -> {
                    Value missing = field.defaultValue().orElse(Value.NULL);
                    if (entries.getOrDefault(key, Value.NULL) instanceof Value.Null) {
                        entries.put(key, completed(missing, field));
                    }
                });
                yield new Value.MapValue(entries);
            }
            case Value.ListValue list ->
                new Value.ListValue(list.elements().stream()
                        .map(element -> completed(element, schema.items().orElse(FieldSchema.ANYTHING)))
                        .toList());
            case Value.Text _, Value.Number _, Value.Flag _, Value.Null _, Value.Unknown _, Value.Secret _ -> value;
        };
    }

    /// Holds everything against the definition's schema, and then against its checks.
    void check(Unit unit) {
        Map<String, Value> values = new LinkedHashMap<>();
        given().ifPresent(inputs -> inputs.entries().keySet().forEach(name -> values.put(name, Value.UNKNOWN)));
        for (String name : names()) {
            Value value = unit.input(name).value();
            boolean left = isOptional(name) && value instanceof Value.Null;
            if (left) {
                values.remove(name);
            } else if (values.containsKey(name) || declaresDefault(name)) {
                values.put(name, value);
            }
        }
        Yaml place = call.document().spec().get("inputs").orElse(call.document().spec());
        var positions = new YamlPositions(place, call.document().spec().keySource("inputs"));
        schema.ifPresent(schema -> {
            List<Problem> found = SchemaCheck.check(
                    new Value.MapValue(values), schema, call.document().subject(), positions);
            found.forEach(problem -> caller.loading().report(asInput(problem)));
            if (!found.isEmpty()) {
                values.forEach((name, value) -> {
                    if (isRefused(name, value, schema, positions)) {
                        unit.distrust(name);
                    }
                });
            } else {
                new ModuleChecks(unit, definition).check(this::place);
            }
        });
    }

    /// Where an input was written: through modules that only pass theirs on, at the outermost.
    private Source place(String name) {
        Optional<Yaml> node = given(name);
        Optional<String> passed = node.flatMap(written -> written.raw().asText())
                .map(PASSED_ON::matcher)
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1));
        Optional<ModuleInputs> outer = passed.flatMap(_ -> caller.moduleInputs());
        if (outer.isPresent()) {
            return outer.get().place(passed.orElseThrow());
        }
        return node.map(written -> written.span().source())
                .orElseGet(() -> call.document().spec().keySource(given().isPresent() ? "inputs" : "source"));
    }

    private Optional<Yaml> given(String name) {
        return given().flatMap(inputs -> inputs.get(name));
    }

    private boolean isRefused(String name, Value value, FieldSchema schema, YamlPositions positions) {
        return SchemaCheck.check(Value.map(name, value), schema, call.document().subject(), positions).stream()
                .anyMatch(problem -> problem.code() != Code.MISSING_FIELD);
    }

    private static Problem asInput(Problem problem) {
        Code code = switch (problem.code()) {
            case UNKNOWN_FIELD -> Code.UNKNOWN_INPUT;
            case MISSING_FIELD -> Code.MODULE_INPUT_MISSING;
            default -> Code.MODULE_INPUT_INVALID;
        };
        String detail = problem.detail()
                .replace(" has no field \"", " has no input \"")
                .replace(" needs the field \"", " needs the input \"");
        return new Problem(code, detail, problem.source(), problem.hint());
    }

    /// Empty, and reported, when the definition holds something that is no schema.
    private Optional<FieldSchema> readSchema() {
        Yaml.Mapping written = definition.spec();
        Value.MapValue schema = written.map("inputs").raw() instanceof Value.MapValue map ? map : Value.MapValue.EMPTY;
        try {
            return Optional.of(SchemaLoader.inline(
                    schema.with("type", Value.of("object")).with("additionalProperties", Value.of(false))));
        } catch (IllegalArgumentException malformed) {
            caller.report(
                    Code.INVALID_MODULE,
                    "The inputs of this module are not a JSON Schema: %s.".formatted(malformed.getMessage()),
                    written.get("inputs").orElse(written).span());
            return Optional.empty();
        }
    }

    private Optional<Yaml.Mapping> given() {
        return call.document()
                .spec()
                .present("inputs")
                .flatMap(node -> node instanceof Yaml.Mapping mapping ? Optional.of(mapping) : Optional.empty());
    }

    private Yaml.Mapping declared() {
        return definition.spec().map("inputs").map("properties");
    }

    private boolean declaresDefault(String name) {
        return declared().get(name).orElse(declared()) instanceof Yaml.Mapping schema
                && schema.get("default").isPresent();
    }

    private boolean isOptional(String name) {
        return !isRequired(name) && names().contains(name);
    }

    private boolean isRequired(String name) {
        return definition.spec().raw().at(FieldPath.of("inputs", "required")).orElse(Value.NULL)
                        instanceof Value.ListValue required
                && required.elements().contains(Value.of(name));
    }
}
