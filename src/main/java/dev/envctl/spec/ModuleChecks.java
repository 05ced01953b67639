package dev.envctl.spec;

import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.Source;
import dev.envctl.value.Value;
import java.util.Optional;
import java.util.function.Function;

/// What a module demands of its inputs beyond their schema, with a sentence for whoever gave them: `checks` of the
/// definition. What depends on a resource is not known yet and passes.
final class ModuleChecks {

    private final Unit unit;
    private final Document definition;

    ModuleChecks(Unit unit, Document definition) {
        this.unit = unit;
        this.definition = definition;
    }

    /// `places` says where an input was written.
    void check(Function<String, Source> places) {
        if (definition.spec().get("checks").orElse(definition.spec()) instanceof Yaml.Sequence checks) {
            checks.elements().forEach(node -> {
                if (node instanceof Yaml.Mapping check) {
                    one(check, places);
                }
            });
        }
    }

    private void one(Yaml.Mapping check, Function<String, Source> places) {
        Optional<Yaml> that = check.get("that");
        Value held = that.map(this::value).orElse(Value.UNKNOWN);
        if (held instanceof Value.Flag(boolean isTrue)) {
            if (!isTrue) {
                refuse(check, places);
            }
        } else if (held.isKnown()) {
            unit.report(
                    Code.WRONG_TYPE,
                    "that must be true or false.",
                    that.orElse(check).span());
        }
    }

    private void refuse(Yaml.Mapping check, Function<String, Source> places) {
        Yaml otherwise = check.get("otherwise").orElse(check);
        String sentence = value(otherwise).asText().orElse("The module's check does not hold.");
        String input = check.text("input").orElse("");
        unit.loading().report(Problem.of(Code.MODULE_INPUT_INVALID, sentence).at(places.apply(input)));
    }

    private Value value(Yaml node) {
        return unit.binder(definition, Optional.empty()).bind(node).value();
    }
}
