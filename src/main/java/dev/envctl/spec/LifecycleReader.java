package dev.envctl.spec;

import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.Source;
import dev.envctl.problem.Suggestion;
import dev.envctl.schema.FieldSchema;
import dev.envctl.value.FieldPath;
import dev.envctl.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `lifecycle:` of one instance. Its values may be expressions over inputs and `each`, since a module's caller often
/// decides what is protected; they must be known when the documents are loaded.
final class LifecycleReader {

    private final Unit unit;
    private final Instance instance;
    private final FieldSchema schema;

    LifecycleReader(Unit unit, Instance instance, FieldSchema schema) {
        this.unit = unit;
        this.instance = instance;
        this.schema = schema;
    }

    Lifecycle read(boolean managed) {
        Document document = instance.document();
        Optional<Yaml> written = document.whole().present("lifecycle");
        if (!managed) {
            refuseOnLookUp(document);
            return Lifecycle.DEFAULT;
        }
        if (written.isEmpty()) {
            return Lifecycle.DEFAULT;
        }
        Bound bound = unit.binder(document, instance.each()).bind(written.get());
        if (!bound.isConstant()) {
            unit.report(
                    Code.NOT_KNOWN_AT_LOAD,
                    "lifecycle must be known before anything is read from the world.",
                    written.get().span());
            return Lifecycle.DEFAULT;
        }
        return bound.value() instanceof Value.MapValue map ? lifecycle(map, written.get()) : Lifecycle.DEFAULT;
    }

    private void refuseOnLookUp(Document document) {
        for (String field : List.of("lifecycle", "previousNames")) {
            if (document.whole().present(field).isPresent()) {
                unit.loading()
                        .report(Problem.of(
                                        Code.INVALID_LIFECYCLE,
                                        "%s is only looked up, so it has no %s.".formatted(document.subject(), field))
                                .at(document.whole().keySource(field)));
            }
        }
    }

    private Lifecycle lifecycle(Value.MapValue map, Yaml node) {
        return new Lifecycle(
                flag(map, "protect", node).orElse(false),
                flag(map, "createBeforeDestroy", node),
                ignored(map, node),
                map.text("onDelete")
                        .filter("retain"::equals)
                        .map(_ -> Lifecycle.OnDelete.RETAIN)
                        .orElse(Lifecycle.OnDelete.DELETE),
                flag(map, "adopt", node).orElse(false));
    }

    private Optional<Boolean> flag(Value.MapValue map, String field, Yaml node) {
        Optional<Value> value = map.get(field);
        if (value.isEmpty() || value.get() instanceof Value.Null || value.get() instanceof Value.Unknown) {
            return Optional.empty();
        }
        if (value.get() instanceof Value.Flag(boolean isTrue)) {
            return Optional.of(isTrue);
        }
        Yaml place = node instanceof Yaml.Mapping mapping ? mapping.get(field).orElse(node) : node;
        unit.report(Code.INVALID_LIFECYCLE, "lifecycle.%s must be true or false.".formatted(field), place.span());
        return Optional.empty();
    }

    private List<FieldPath> ignored(Value.MapValue map, Yaml node) {
        List<FieldPath> paths = new ArrayList<>();
        if (map.get("ignoreChanges").orElse(Value.NULL) instanceof Value.ListValue list) {
            var positions = new YamlPositions(node, node.span().source());
            for (int i = 0; i < list.elements().size(); i++) {
                Source place = positions
                        .ofValue(FieldPath.of("ignoreChanges").index(i))
                        .orElseThrow();
                list.elements()
                        .get(i)
                        .asText()
                        .flatMap(text -> path(text, place))
                        .ifPresent(paths::add);
            }
        }
        return paths;
    }

    private Optional<FieldPath> path(String text, Source place) {
        FieldPath path = FieldPath.parse(text);
        if (!text.startsWith("/") || path.isRoot()) {
            report("\"%s\" is not a path. A path reads /tags/costCentre.".formatted(text), place);
            return Optional.empty();
        }
        if (schema.at(path).isEmpty()) {
            report(
                    "%s has no field %s.%s"
                            .formatted(
                                    instance.document().kind(),
                                    text,
                                    Suggestion.question(
                                            text,
                                            schema.fields().keySet().stream()
                                                    .map(name -> "/" + name)
                                                    .toList())),
                    place);
            return Optional.empty();
        }
        return Optional.of(path);
    }

    private void report(String detail, Source place) {
        unit.loading().report(Problem.of(Code.INVALID_LIFECYCLE, detail).at(place));
    }
}
