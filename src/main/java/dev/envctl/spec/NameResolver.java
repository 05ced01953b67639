package dev.envctl.spec;

import dev.envctl.expression.Binding;
import dev.envctl.expression.Expression;
import dev.envctl.expression.NamePath;
import dev.envctl.problem.Code;
import dev.envctl.problem.Suggestion;
import dev.envctl.schema.FieldSchema;
import dev.envctl.schema.KindSchema;
import dev.envctl.value.Address;
import dev.envctl.value.FieldPath;
import dev.envctl.value.KindName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// What the names of an expression stand for within one unit, checked against documents and schemas, so that nothing is
/// read from the world for a bad reference. After a mistake has been reported the answer is [Bound#MISTAKE].
final class NameResolver {

    /// Takes a mistake and the part of the expression that it is about.
    @FunctionalInterface
    interface Reporter {
        void report(Code code, String detail, int offset, int width);
    }

    private static final List<String> ENVIRONMENT = List.of("name", "accountId", "region", "partition");

    private final Unit unit;
    private final Optional<Each> each;
    private final Reporter reporter;

    NameResolver(Unit unit, Optional<Each> each, Reporter reporter) {
        this.unit = unit;
        this.each = each;
        this.reporter = reporter;
    }

    Bound resolve(NamePath path) {
        return switch (path.root()) {
            case "environment" -> environment(path);
            case "input" -> input(path);
            case "each" -> each(path);
            case "Module" -> module(path);
            default -> Character.isUpperCase(path.root().charAt(0)) ? resource(path) : unknownRoot(path);
        };
    }

    private Bound environment(NamePath path) {
        Optional<String> name = key(path, 1);
        Optional<Bound> value = name.filter(ENVIRONMENT::contains).map(text -> Bound.of(unit.environmentValue(text)));
        return value.map(found -> inside(found, path, 2))
                .orElseGet(() -> mistake(
                        Code.UNKNOWN_ATTRIBUTE,
                        "environment has name, accountId, region and partition%s."
                                .formatted(name.map(text -> ", and no \"" + text + "\"")
                                        .orElse("")),
                        path,
                        1));
    }

    private Bound input(NamePath path) {
        Optional<String> name = key(path, 1);
        if (name.isEmpty() || !unit.inputNames().contains(name.get())) {
            String text = name.orElse("");
            return mistake(
                    Code.UNKNOWN_INPUT,
                    "There is no input \"%s\" here.%s".formatted(text, Suggestion.question(text, unit.inputNames())),
                    path,
                    1);
        }
        return once("input." + name.get(), path, () -> unit.input(name.get()))
                .map(found -> inside(found, path, 2))
                .orElse(Bound.MISTAKE);
    }

    private Bound each(NamePath path) {
        if (each.isEmpty()) {
            return mistake(Code.UNKNOWN_REFERENCE, "each is only there in a document with forEach.", path, 0);
        }
        return switch (key(path, 1).orElse("")) {
            case "key" -> inside(each.get().keyBound(), path, 2);
            case "value" -> inside(each.get().value(), path, 2);
            case "index" -> inside(each.get().indexBound(), path, 2);
            default -> mistake(Code.UNKNOWN_ATTRIBUTE, "each has key, value and index.", path, 1);
        };
    }

    private Bound unknownRoot(NamePath path) {
        List<String> roots = new ArrayList<>(List.of("environment", "input", "each", "Module"));
        roots.addAll(kindNames());
        return mistake(
                Code.UNKNOWN_REFERENCE,
                "Nothing is called \"%s\" here.%s".formatted(path.root(), Suggestion.question(path.root(), roots)),
                path,
                0);
    }

    private List<String> kindNames() {
        return unit.loading().schemas().kinds().stream().map(KindName::text).toList();
    }

    // ---- resources

    private Bound resource(NamePath path) {
        Optional<KindSchema> schema = Optional.of(path.root())
                .filter(KindName::isLegal)
                .flatMap(text -> unit.loading().schemas().find(KindName.of(text)));
        if (schema.isEmpty()) {
            return mistake(
                    Code.UNKNOWN_REFERENCE,
                    "There is no kind \"%s\".%s".formatted(path.root(), Suggestion.question(path.root(), kindNames())),
                    path,
                    0);
        }
        KindName kind = schema.get().kind();
        String name = key(path, 1).orElse("");
        Optional<Document> document = unit.documents().find(kind, name);
        if (document.isEmpty()) {
            return mistake(
                    Code.UNKNOWN_REFERENCE,
                    noSuch(kind.text(), name, unit.documents().namesOf(kind)),
                    path,
                    1);
        }
        return instance(document.get(), path, schema.get());
    }

    private static String noSuch(String kind, String name, Collection<String> known) {
        String near = Suggestion.question(name, known);
        String listed =
                known.isEmpty() ? " There is no " + kind + " at all." : " There is " + String.join(", ", known) + ".";
        return "There is no %s \"%s\" here.%s"
                .formatted(kind, name, near.isEmpty() && known.size() <= 8 ? listed : near);
    }

    private Bound instance(Document document, NamePath path, KindSchema schema) {
        Optional<Instances> instances = once("the loop of " + document.subject(), path, () -> unit.instances(document));
        if (instances.isEmpty() || instances.get().broken()) {
            return Bound.MISTAKE;
        }
        int depth = instances.get().looped() ? 3 : 2;
        Optional<String> key = instances.get().looped() ? instanceKey(path) : Optional.of("");
        Optional<Instance> found = key.flatMap(instances.get()::find);
        if (found.isEmpty()) {
            return mistake(Code.UNKNOWN_REFERENCE, noInstance(document, instances.get(), key), path, depth - 1);
        }
        return attribute(unit.address(found.get()), path, depth, schema);
    }

    private Optional<String> instanceKey(NamePath path) {
        if (path.steps().size() < 3) {
            return Optional.empty();
        }
        return switch (path.steps().get(2)) {
            case NamePath.Key key -> Optional.of(key.name());
            case NamePath.EachKey _ -> each.map(Each::key);
            case NamePath.Index _ -> Optional.empty();
        };
    }

    private static String noInstance(Document document, Instances instances, Optional<String> key) {
        if (!instances.looped()) {
            return "%s is not there, because its \"when\" is false.".formatted(document.subject());
        }
        String example = instances.keys().stream().findFirst().orElse("key");
        String near =
                key.map(text -> Suggestion.question(text, instances.keys())).orElse("");
        String wrong = key.map(text -> ", and \"" + text + "\" is none of them").orElse("");
        return "%s is a loop, so a reference names one of its keys%s.%s"
                .formatted(
                        document.subject(),
                        wrong,
                        near.isEmpty()
                                ? " It reads %s.%s[\"%s\"].".formatted(document.kind(), document.name(), example)
                                : near);
    }

    private Bound attribute(Address address, NamePath path, int depth, KindSchema schema) {
        if (path.steps().size() <= depth) {
            return mistake(
                    Code.UNKNOWN_ATTRIBUTE,
                    "%s is a whole resource. Name one of its attributes: %s."
                            .formatted(
                                    path,
                                    String.join(
                                            ", ", schema.attributes().fields().keySet())),
                    path,
                    depth - 1);
        }
        FieldSchema here = schema.attributes();
        FieldPath attribute = FieldPath.ROOT;
        for (NamePath.Step step : path.steps().subList(depth, path.steps().size())) {
            FieldPath next = extend(attribute, step);
            Optional<FieldSchema> field =
                    here.at(new FieldPath(List.of(next.segments().getLast())));
            if (field.isEmpty()) {
                reporter.report(
                        Code.UNKNOWN_ATTRIBUTE,
                        noAttribute(address, attribute, next, here),
                        step.offset(),
                        step.width());
                return Bound.MISTAKE;
            }
            here = field.get();
            attribute = next;
        }
        return Bound.of(new Expression(
                path.toString(),
                List.of(new Expression.Use(path.keys(), new Binding.Attribute(address, cut(attribute))))));
    }

    /// A use ends before the first index; what follows is looked up in the value.
    private static FieldPath cut(FieldPath path) {
        return new FieldPath(path.segments().stream()
                .takeWhile(FieldPath.Key.class::isInstance)
                .toList());
    }

    private static String noAttribute(Address address, FieldPath parent, FieldPath wanted, FieldSchema schema) {
        String name = wanted.segments().getLast() instanceof FieldPath.Key(String key) ? key : "";
        String owner = parent.isRoot() ? address.kind().text() : address.kind() + "." + parent;
        if (name.isEmpty()) {
            return "%s is not a list.".formatted(owner);
        }
        String near = Suggestion.question(name, schema.fields().keySet());
        String listed = near.isEmpty() && !schema.fields().isEmpty()
                ? " It has " + String.join(", ", schema.fields().keySet()) + "."
                : near;
        return "%s has no attribute \"%s\".%s".formatted(owner, name, listed);
    }

    // ---- modules

    private Bound module(NamePath path) {
        String name = key(path, 1).orElse("");
        Optional<Document> call = unit.documents().find(Document.MODULE, name);
        if (call.isEmpty()) {
            return mistake(
                    Code.UNKNOWN_REFERENCE,
                    noSuch("Module", name, unit.documents().namesOf(Document.MODULE)),
                    path,
                    1);
        }
        Optional<Instances> instances =
                once("the loop of " + call.get().subject(), path, () -> unit.instances(call.get()));
        if (instances.isEmpty() || instances.get().broken()) {
            return Bound.MISTAKE;
        }
        int depth = instances.get().looped() ? 3 : 2;
        Optional<String> key = instances.get().looped() ? instanceKey(path) : Optional.of("");
        Optional<Instance> found = key.flatMap(instances.get()::find);
        if (found.isEmpty()) {
            return mistake(Code.UNKNOWN_REFERENCE, noInstance(call.get(), instances.get(), key), path, depth - 1);
        }
        return unit.child(found.get()).map(child -> output(child, path, depth)).orElse(Bound.MISTAKE);
    }

    private Bound output(Unit child, NamePath path, int depth) {
        String name = key(path, depth).orElse("");
        if (!child.outputNames().contains(name)) {
            String near = Suggestion.question(name, child.outputNames());
            String listed = near.isEmpty() ? " It has " + String.join(", ", child.outputNames()) + "." : near;
            return mistake(
                    Code.UNKNOWN_ATTRIBUTE,
                    "Module \"%s\" has no output \"%s\".%s"
                            .formatted(key(path, 1).orElse(""), name, listed),
                    path,
                    depth);
        }
        return once(child.label() + "output." + name, path, () -> child.output(name))
                .map(found -> inside(found, path, depth + 1))
                .orElse(Bound.MISTAKE);
    }

    // ---- common

    private Bound inside(Bound tree, NamePath path, int depth) {
        FieldPath rest = FieldPath.ROOT;
        for (NamePath.Step step : path.steps()
                .subList(Math.min(depth, path.steps().size()), path.steps().size())) {
            rest = extend(rest, step);
        }
        FieldPath wanted = rest;
        if (tree.isMistake()) {
            return Bound.MISTAKE;
        }
        return tree.at(wanted)
                .orElseGet(() -> mistake(
                        Code.UNKNOWN_ATTRIBUTE,
                        "There is nothing at %s.".formatted(path),
                        path,
                        path.steps().size() - 1));
    }

    private FieldPath extend(FieldPath path, NamePath.Step step) {
        return switch (step) {
            case NamePath.Key key -> path.key(key.name());
            case NamePath.Index index -> path.index(index.position());
            case NamePath.EachKey _ -> path.key(each.map(Each::key).orElse(""));
        };
    }

    /// Empty, and reported, when the value asks for itself.
    private <T> Optional<T> once(String what, NamePath path, java.util.function.Supplier<T> value) {
        Optional<List<String>> cycle = unit.loading().enter(unit.label() + what);
        if (cycle.isPresent()) {
            mistake(
                    Code.CIRCULAR_REFERENCE,
                    "This leads back to itself: %s.".formatted(String.join(" → ", cycle.get())),
                    path,
                    0);
            return Optional.empty();
        }
        try {
            return Optional.of(value.get());
        } finally {
            unit.loading().leave();
        }
    }

    private static Optional<String> key(NamePath path, int position) {
        return path.steps().size() > position && path.steps().get(position) instanceof NamePath.Key key
                ? Optional.of(key.name())
                : Optional.empty();
    }

    private Bound mistake(Code code, String detail, NamePath path, int step) {
        if (step == 0 || step >= path.steps().size()) {
            reporter.report(code, detail, path.offset(), path.width());
        } else {
            NamePath.Step place = path.steps().get(step);
            reporter.report(code, detail, place.offset(), place.width());
        }
        return Bound.MISTAKE;
    }
}
