package dev.envctl.spec;

import dev.envctl.expression.Binding;
import dev.envctl.expression.Conditional;
import dev.envctl.expression.Evaluator;
import dev.envctl.expression.Expression;
import dev.envctl.expression.ExpressionException;
import dev.envctl.expression.NamePath;
import dev.envctl.expression.ParsedExpression;
import dev.envctl.expression.Template;
import dev.envctl.expression.TemplateText;
import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import dev.envctl.value.FieldPath;
import dev.envctl.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Pattern;

/// Turns YAML of one document (in one turn of its loop) into a [Bound] tree: every name is resolved, and whatever is
/// known now is computed now.
final class Binder {

    private static final Pattern POLICY_VARIABLE = Pattern.compile("\\s*[a-z][a-z0-9-]*:[A-Za-z][\\w/-]*\\s*");

    private final Unit unit;
    private final Optional<Each> each;
    private final DocumentFiles files;
    private final Evaluator evaluator;

    Binder(Unit unit, Optional<Each> each, DocumentFiles files) {
        this.unit = unit;
        this.each = each;
        this.files = files;
        this.evaluator = new Evaluator(YamlTexts::parse, files);
    }

    Bound bind(Yaml node) {
        SequencedMap<FieldPath, Template> expressions = new LinkedHashMap<>();
        Value value = bind(node, FieldPath.ROOT, expressions);
        return new Bound(value, expressions);
    }

    private Value bind(Yaml node, FieldPath path, SequencedMap<FieldPath, Template> expressions) {
        return switch (node) {
            case Yaml.Scalar(Value.Text(String text), Yaml.Span span)
            when TemplateText.hasHole(text) -> graft(text(text, span), path, expressions);
            case Yaml.Scalar(Value value, Yaml.Span _) -> value;
            case Yaml.Sequence sequence -> {
                List<Value> elements = new ArrayList<>();
                for (Yaml element : sequence.elements()) {
                    elements.add(bind(element, path.index(elements.size()), expressions));
                }
                yield new Value.ListValue(elements);
            }
            case Yaml.Mapping mapping
            when mapping.entries().keySet().stream().anyMatch(TemplateText::hasHole) ->
                graft(computedKeys(mapping), path, expressions);
            case Yaml.Mapping mapping -> {
                SequencedMap<String, Value> entries = new LinkedHashMap<>();
                mapping.entries()
                        .forEach((key, entry) -> entries.put(key, bind(entry.value(), path.key(key), expressions)));
                yield new Value.MapValue(entries);
            }
        };
    }

    /// The expressions of the part take their place in the whole.
    private static Value graft(Bound part, FieldPath path, SequencedMap<FieldPath, Template> expressions) {
        part.expressions().forEach((below, template) -> expressions.put(Bound.join(path, below), template));
        return part.value();
    }

    /// A trust policy's condition key starts with the issuer. While a key is unknown, the whole map is.
    private Bound computedKeys(Yaml.Mapping mapping) {
        SequencedMap<Bound, Bound> entries = new LinkedHashMap<>();
        mapping.entries().forEach((key, entry) -> {
            Bound bound = TemplateText.hasHole(key) ? text(key, entry.key()) : Bound.of(Value.of(key));
            if (entries.putIfAbsent(bound, bind(entry.value())) != null) {
                add(Code.DUPLICATE_KEY, "This key stands in the map already.", entry.key());
            }
        });
        if (entries.keySet().stream().anyMatch(Bound::isMistake)) {
            return Bound.MISTAKE;
        }
        return entries.keySet().stream().allMatch(key -> key.value() instanceof Value.Text)
                ? knownKeys(entries)
                : Bound.of(Synthesis.map(entries));
    }

    private static Bound knownKeys(SequencedMap<Bound, Bound> entries) {
        SequencedMap<String, Value> values = new LinkedHashMap<>();
        SequencedMap<FieldPath, Template> expressions = new LinkedHashMap<>();
        entries.forEach((key, value) -> {
            String name = key.value().asText().orElseThrow();
            values.put(name, graft(value, FieldPath.of(name), expressions));
        });
        return new Bound(new Value.MapValue(values), expressions);
    }

    // ---- strings

    private Bound text(String text, Yaml.Span span) {
        try {
            TemplateText template = TemplateText.parse(text);
            return template.isOneHole() && template.parts().getFirst() instanceof TemplateText.Hole hole
                    ? hole(hole, text, span)
                    : mixed(template, text, span);
        } catch (ExpressionException malformed) {
            report(malformed.code(), malformed.detail(), text, span, malformed.offset(), malformed.width());
            return Bound.MISTAKE;
        }
    }

    private Bound mixed(TemplateText template, String text, Yaml.Span span) {
        List<Template.Part> parts = new ArrayList<>();
        boolean mistaken = false;
        for (TemplateText.Part part : template.parts()) {
            switch (part) {
                case TemplateText.Literal(String literal) -> parts.add(new Template.Literal(literal));
                case TemplateText.Hole hole -> {
                    Bound bound = hole(hole, text, span);
                    mistaken |= bound.isMistake() || !splice(bound, hole, parts, text, span);
                }
            }
        }
        if (mistaken) {
            return Bound.MISTAKE;
        }
        boolean literal = parts.stream().allMatch(Template.Literal.class::isInstance);
        return literal
                ? Bound.of(evaluator.evaluate(new Template(parts), NO_ATTRIBUTES))
                : Bound.of(new Template(parts));
    }

    /// Puts what a hole stands for among the parts of the text around it.
    private boolean splice(
            Bound bound, TemplateText.Hole hole, List<Template.Part> parts, String text, Yaml.Span span) {
        if (bound.template().isPresent()) {
            parts.addAll(bound.template().get().parts());
            return true;
        }
        var use = new Expression.Use(List.of("value"), bound.binding());
        Template.Part value = new Template.Hole(new Expression("value", List.of(use)));
        try {
            Template alone = new Template(List.of(new Template.Literal(""), value));
            parts.add(new Template.Literal(
                    evaluator.evaluate(alone, NO_ATTRIBUTES).asText().orElse("")));
            return true;
        } catch (ProblemException refused) {
            refused.problems()
                    .forEach(problem -> report(
                            problem.code(),
                            problem.detail()
                                    .replace("${value}", "${" + hole.source().strip() + "}"),
                            text,
                            span,
                            hole.offset(),
                            hole.source().length()));
            return false;
        }
    }

    private static final dev.envctl.expression.Scope NO_ATTRIBUTES = (resource, path) -> Value.UNKNOWN;

    private Bound hole(TemplateText.Hole hole, String text, Yaml.Span span) {
        try {
            String written = hole.source();
            String writtenOut = new LoopNames(unit, each).writeOut(written);
            return source(
                    writtenOut,
                    (code, detail, offset, width) -> report(code, detail, text, span, hole.offset() + offset, width),
                    written);
        } catch (ExpressionException malformed) {
            boolean policyVariable = POLICY_VARIABLE.matcher(hole.source()).matches();
            report(
                    malformed.code(),
                    policyVariable
                            ? "\"%s\" reads like a policy variable of IAM. Double the dollar to keep it: $${%1$s}."
                                    .formatted(hole.source().strip())
                            : malformed.detail(),
                    text,
                    span,
                    hole.offset() + malformed.offset(),
                    malformed.width());
            return Bound.MISTAKE;
        }
    }

    /// Where the condition of a conditional is known already, the branch that is not taken may name what is not
    /// there: `${input.studio ? Studio.main.url : null}`.
    private Bound source(String source, NameResolver.Reporter reporter, String written) {
        Optional<Conditional> conditional = Conditional.split(source);
        if (conditional.isEmpty()) {
            return expression(ParsedExpression.parse(source), reporter, written);
        }
        Bound condition = part(conditional.get().condition(), reporter);
        if (condition.value() instanceof Value.Flag(boolean isTrue)) {
            return part(isTrue ? conditional.get().yes() : conditional.get().no(), reporter);
        }
        return condition.isMistake() ? Bound.MISTAKE : expression(ParsedExpression.parse(source), reporter, written);
    }

    private Bound part(Conditional.Part part, NameResolver.Reporter reporter) {
        try {
            return source(
                    part.source(),
                    (code, detail, offset, width) -> reporter.report(code, detail, part.offset() + offset, width),
                    part.source());
        } catch (ExpressionException malformed) {
            throw malformed.movedBy(part.offset());
        }
    }

    private Bound expression(ParsedExpression parsed, NameResolver.Reporter reporter, String written) {
        if (parsed.secret().isPresent()) {
            return Bound.of(files.secret(parsed.secret().get().reference()));
        }
        NameResolver resolver = new NameResolver(unit, each, reporter);
        if (parsed.plain()) {
            return resolver.resolve(parsed.names().getFirst());
        }
        Optional<List<Expression.Use>> uses = uses(parsed, resolver, reporter);
        if (uses.isEmpty()) {
            return Bound.MISTAKE;
        }
        Expression expression = new Expression(parsed.source(), uses.get());
        boolean constant = uses.get().stream().allMatch(use -> use.binding() instanceof Binding.Constant);
        if (constant) {
            return computed(expression, reporter, written);
        }
        if (parsed.computesFile()) {
            reporter.report(
                    Code.NOT_KNOWN_AT_LOAD,
                    "A file is read when the documents are loaded, so its path must be known by then. "
                            + "Write the path as it is, or compute it from inputs.",
                    0,
                    written.length());
            return Bound.MISTAKE;
        }
        return Bound.of(expression);
    }

    /// Empty when one of the names is a mistake, after all of them have been looked at.
    private Optional<List<Expression.Use>> uses(
            ParsedExpression parsed, NameResolver resolver, NameResolver.Reporter reporter) {
        SequencedMap<List<String>, Expression.Use> uses = new LinkedHashMap<>();
        boolean mistaken = false;
        for (NamePath name : parsed.names()) {
            mistaken |= resolver.resolve(name).isMistake();
            if (!mistaken) {
                uses.putIfAbsent(
                        name.keys(),
                        new Expression.Use(
                                name.keys(), resolver.resolve(upToIndex(name)).binding()));
            }
        }
        for (ParsedExpression.FileCall call : parsed.files()) {
            Optional<String> content = readFile(call, reporter);
            mistaken |= content.isEmpty();
            List<String> path = ParsedExpression.fileUse(call.path());
            content.ifPresent(read -> uses.put(path, new Expression.Use(path, new Binding.Constant(Value.of(read)))));
        }
        return mistaken ? Optional.empty() : Optional.of(List.copyOf(uses.values()));
    }

    private static NamePath upToIndex(NamePath name) {
        return new NamePath(name.steps().subList(0, name.keys().size()), name.offset(), name.width());
    }

    private Optional<String> readFile(ParsedExpression.FileCall call, NameResolver.Reporter reporter) {
        try {
            return Optional.of(files.read(call.path()));
        } catch (ProblemException refused) {
            refused.problems()
                    .forEach(problem -> reporter.report(problem.code(), problem.detail(), call.offset(), call.width()));
            return Optional.empty();
        }
    }

    private Bound computed(Expression expression, NameResolver.Reporter reporter, String written) {
        try {
            return Bound.of(evaluator.evaluate(expression, NO_ATTRIBUTES));
        } catch (ProblemException refused) {
            refused.problems()
                    .forEach(problem -> reporter.report(problem.code(), problem.detail(), 0, written.length()));
            return Bound.MISTAKE;
        }
    }

    private void report(Code code, String detail, String text, Yaml.Span span, int offset, int width) {
        unit.loading().report(Problem.of(code, detail).at(ScalarPlace.find(span, text, offset, width)));
    }

    private void add(Code code, String detail, Yaml.Span span) {
        unit.loading().report(Problem.of(code, detail).at(span.source()));
    }
}
