package dev.envctl.spec;

import dev.envctl.expression.Template;
import dev.envctl.problem.Code;
import dev.envctl.problem.Source;
import dev.envctl.schema.FieldSchema;
import dev.envctl.schema.KindSchema;
import dev.envctl.schema.SchemaCheck;
import dev.envctl.value.Address;
import dev.envctl.value.FieldPath;
import dev.envctl.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// One turn of one document to a [Resource]: body bound, checked against the kind's schema, completed with defaults and
/// the environment's tags.
final class ResourceBuilder {

    private static final FieldPath TAGS = FieldPath.of("tags");

    private final Unit unit;
    private final Instance instance;
    private final Document document;
    private final List<Address> inherited;

    ResourceBuilder(Unit unit, Instance instance, List<Address> inherited) {
        this.unit = unit;
        this.instance = instance;
        this.document = instance.document();
        this.inherited = inherited;
    }

    /// Empty when the document is of no use; then that has been reported.
    Optional<Resource> build() {
        KindSchema schema = unit.loading().schemas().get(document.kind());
        Optional<Body> part = part(schema);
        return part.flatMap(body -> build(body));
    }

    /// The half of the document that counts, and what it is held against.
    private record Body(Resource.Mode mode, Yaml node, FieldSchema schema, String subject) {}

    private Optional<Body> part(KindSchema schema) {
        Yaml.Mapping whole = document.whole();
        boolean spec = whole.entries().containsKey("spec");
        boolean external = whole.entries().containsKey("external");
        if (spec && external) {
            return refuse(Code.VALUE_NOT_ALLOWED, "A document has spec or external, not both.", "external");
        }
        if (!spec && !external) {
            return refuse(Code.MISSING_FIELD, "%s needs %s.".formatted(document.subject(), needs(schema)), "kind");
        }
        if (spec && schema.spec().isEmpty()) {
            return refuse(
                    Code.ONLY_EXTERNAL,
                    "envctl looks a %s up and does not create it. Write external: with what identifies it."
                            .formatted(document.kind()),
                    "spec");
        }
        if (external && schema.external().isEmpty()) {
            return refuse(
                    Code.NOT_A_LOOKUP_KIND, "The kind %s cannot be looked up.".formatted(document.kind()), "external");
        }
        Yaml node = whole.get(spec ? "spec" : "external").orElseThrow();
        return Optional.of(
                spec
                        ? new Body(
                                Resource.Mode.MANAGED,
                                node,
                                schema.spec().orElseThrow(),
                                document.kind().text())
                        : new Body(
                                Resource.Mode.EXTERNAL,
                                node,
                                schema.external().orElseThrow(),
                                document.kind() + ".external"));
    }

    private static String needs(KindSchema schema) {
        if (schema.spec().isEmpty()) {
            return "the field \"external\"";
        }
        return schema.external().isEmpty()
                ? "the field \"spec\""
                : "the field \"spec\", or \"external\" for one that is not ours";
    }

    private Optional<Body> refuse(Code code, String detail, String key) {
        unit.loading()
                .report(dev.envctl.problem.Problem.of(code, detail)
                        .at(document.whole().keySource(key)));
        return Optional.empty();
    }

    private Optional<Resource> build(Body body) {
        Address address = unit.address(instance);
        Bound bound = bound(body);
        String key = body.mode() == Resource.Mode.MANAGED ? "spec" : "external";
        Yaml node = isEmpty(body.node())
                ? new Yaml.Mapping(new LinkedHashMap<>(), body.node().span())
                : body.node();
        var positions = new YamlPositions(node, document.whole().keySource(key));
        SchemaCheck.check(bound.value(), body.schema(), body.subject(), positions)
                .forEach(unit.loading()::report);
        if (!(bound.value() instanceof Value.MapValue value)) {
            if (bound.value() instanceof Value.Unknown && !bound.isMistake()) {
                unit.report(
                        Code.NOT_KNOWN_AT_LOAD,
                        key + " is written out as a map.",
                        body.node().span());
            }
            return Optional.empty();
        }
        SequencedMap<FieldPath, Template> expressions = new LinkedHashMap<>(bound.expressions());
        boolean managed = body.mode() == Resource.Mode.MANAGED;
        Value.MapValue complete = managed ? complete(value, expressions, body, positions) : value;
        List<Address> dependsOn = new ArrayList<>(inherited);
        dependsOn.addAll(new Dependencies(unit, document).addresses());
        return Optional.of(new Resource(
                address,
                body.mode(),
                complete,
                expressions,
                new LifecycleReader(unit, instance, body.schema()).read(managed),
                Dependencies.previous(address, document, unit),
                dependsOn.stream().distinct().toList(),
                document.source(),
                positions(node, complete)));
    }

    private Value.MapValue complete(
            Value.MapValue value, SequencedMap<FieldPath, Template> expressions, Body body, YamlPositions positions) {
        Value.MapValue filled = withTags(Defaults.fill(value, body.schema()), expressions, body);
        return new LoadedFiles(unit, document, positions).into(filled, body.schema());
    }

    private Bound bound(Body body) {
        return isEmpty(body.node())
                ? Bound.of(Value.MapValue.EMPTY)
                : unit.binder(document, instance.each()).bind(body.node());
    }

    private static boolean isEmpty(Yaml node) {
        return node instanceof Yaml.Scalar(Value.Null _, Yaml.Span _);
    }

    // ---- tags

    /// The environment's tags lie under the resource's own, on every kind that has tags.
    private Value.MapValue withTags(Value.MapValue value, SequencedMap<FieldPath, Template> expressions, Body body) {
        SequencedMap<String, String> tags = unit.loading().settings().tags();
        FieldSchema field = body.schema().fields().get("tags");
        boolean taggable = field != null
                && field.type() == FieldSchema.Type.OBJECT
                && !field.rules().computed();
        if (tags.isEmpty() || !taggable) {
            return value;
        }
        SequencedMap<String, Value> common = new LinkedHashMap<>();
        tags.forEach((key, text) -> common.put(key, Value.of(text)));
        Value own = value.get("tags").orElse(Value.MapValue.EMPTY);
        Template computed = expressions.get(TAGS);
        if (computed != null) {
            expressions.put(TAGS, Synthesis.call("merge", Bound.of(new Value.MapValue(common)), Bound.of(computed)));
            return value;
        }
        return own instanceof Value.MapValue written
                ? value.with("tags", new Value.MapValue(common).merge(written))
                : value;
    }

    // ---- positions

    private SequencedMap<FieldPath, Source> positions(Yaml node, Value.MapValue complete) {
        SequencedMap<FieldPath, Source> positions = new LinkedHashMap<>();
        collect(node, FieldPath.ROOT, positions);
        if (complete.get("tags").orElse(Value.NULL) instanceof Value.MapValue tags) {
            unit.loading().tagPlaces().forEach((key, place) -> {
                if (tags.get(key).isPresent()) {
                    positions.putIfAbsent(TAGS.key(key), place);
                }
            });
        }
        return positions;
    }

    private static void collect(Yaml node, FieldPath path, SequencedMap<FieldPath, Source> positions) {
        if (!path.isRoot()) {
            positions.put(path, node.span().source());
        }
        switch (node) {
            case Yaml.Scalar _ -> {}
            case Yaml.Sequence sequence -> {
                for (int i = 0; i < sequence.elements().size(); i++) {
                    collect(sequence.elements().get(i), path.index(i), positions);
                }
            }
            case Yaml.Mapping mapping ->
                mapping.entries().forEach((key, entry) -> collect(entry.value(), path.key(key), positions));
        }
    }
}
