package dev.envctl.spec;

import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
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

/// The inputs of one module instance: what the call gives, in the caller's scope, and the definition's defaults, in the
/// module's.
final class ModuleInputs implements InputSource {

    private final Unit caller;
    private final Instance call;
    private final Document definition;

    ModuleInputs(Unit caller, Instance call, Documents module) {
        this.caller = caller;
        this.call = call;
        this.definition = module.definitions().getFirst();
    }

    @Override
    public Set<String> names() {
        return declared().entries().keySet();
    }

    @Override
    public Bound value(String name, Unit unit) {
        Optional<Yaml> given = given().flatMap(inputs -> inputs.get(name));
        if (given.isPresent()) {
            return caller.binder(call.document(), call.each()).bind(given.get());
        }
        Optional<Yaml> fallback = declared()
                .get(name)
                .flatMap(schema -> schema instanceof Yaml.Mapping mapping ? mapping.get("default") : Optional.empty());
        if (fallback.isPresent()) {
            return unit.binder(definition, Optional.empty()).bind(fallback.get());
        }
        return isRequired(name) ? Bound.MISTAKE : Bound.of(Value.NULL);
    }

    /// Holds everything against the definition's schema.
    void check(Unit unit) {
        Map<String, Value> values = new LinkedHashMap<>();
        given().ifPresent(inputs -> inputs.entries().keySet().forEach(name -> values.put(name, Value.UNKNOWN)));
        for (String name : names()) {
            Value value = unit.input(name).value();
            if (values.containsKey(name) || declaresDefault(name)) {
                values.put(name, value);
            }
        }
        Yaml place = call.document().spec().get("inputs").orElse(call.document().spec());
        var positions = new YamlPositions(place, call.document().spec().keySource("inputs"));
        schema().ifPresent(schema -> {
            List<Problem> found = SchemaCheck.check(
                    new Value.MapValue(values), schema, call.document().subject(), positions);
            found.forEach(problem -> caller.loading().report(asInput(problem)));
            if (!found.isEmpty()) {
                values.forEach((name, value) -> {
                    if (isRefused(name, value, schema, positions)) {
                        unit.distrust(name);
                    }
                });
            }
        });
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
    private Optional<FieldSchema> schema() {
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

    private boolean isRequired(String name) {
        return definition.spec().raw().at(FieldPath.of("inputs", "required")).orElse(Value.NULL)
                        instanceof Value.ListValue required
                && required.elements().contains(Value.of(name));
    }
}
