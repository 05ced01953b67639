package dev.envctl.expression;

import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import dev.envctl.value.FieldPath;
import dev.envctl.value.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// Turns a template into a value. Pure: the same template and the same answers of the scope give the same value, in any
/// thread. What depends on something unknown is unknown; a secret stays a reference. Throws [ProblemException] without
/// a place, which the caller knows.
public final class Evaluator {

    private final YamlText yaml;
    private final FileTexts files;

    public Evaluator(YamlText yaml) {
        this(yaml, FileTexts.NONE);
    }

    public Evaluator(YamlText yaml, FileTexts files) {
        this.yaml = yaml;
        this.files = files;
    }

    public Value evaluate(Template template, Scope scope) {
        if (template.parts().size() == 1
                && template.parts().getFirst() instanceof Template.Hole(Expression expression)) {
            return evaluate(expression, scope);
        }
        StringBuilder text = new StringBuilder();
        boolean known = true;
        for (Template.Part part : template.parts()) {
            switch (part) {
                case Template.Literal(String literal) -> text.append(literal);
                case Template.Hole(Expression expression) -> {
                    Value value = evaluate(expression, scope);
                    known &= value.isKnown();
                    text.append(known ? textOf(value, expression) : "");
                }
            }
        }
        return known ? Value.of(text.toString()) : Value.UNKNOWN;
    }

    public Value evaluate(Expression expression, Scope scope) {
        Optional<Syntax> simple = SyntaxReader.read(expression.source());
        try {
            if (simple.isPresent() && Interpreter.understands(simple.get())) {
                return new Interpreter(functions(expression), use -> value(use.binding(), scope), expression)
                        .evaluate(simple.get());
            }
            return evaluateCel(expression, scope);
        } catch (IllegalArgumentException unusable) {
            throw failed(expression, unusable);
        }
    }

    private Value evaluateCel(Expression expression, Scope scope) {
        SequencedMap<List<String>, Value> values = new LinkedHashMap<>();
        for (Expression.Use use : expression.uses()) {
            Value value = value(use.binding(), scope);
            if (!value.isKnown()) {
                return Value.UNKNOWN;
            }
            refuseSecret(value, expression);
            values.put(use.path(), value);
        }
        return Cel.evaluate(expression.source(), values, functions(expression));
    }

    private Functions functions(Expression expression) {
        FileTexts bound =
                path -> constant(expression, ParsedExpression.fileUse(path)).orElseGet(() -> files.read(path));
        return new Functions(yaml, bound, constant(expression, ParsedExpression.ACCOUNT));
    }

    private static Optional<String> constant(Expression expression, List<String> path) {
        return expression.uses().stream()
                .filter(use -> use.path().equals(path))
                .findFirst()
                .flatMap(use ->
                        use.binding() instanceof Binding.Constant(Value value) ? value.asText() : Optional.empty());
    }

    private Value value(Binding binding, Scope scope) {
        return switch (binding) {
            case Binding.Attribute(var resource, FieldPath path) -> scope.attribute(resource, path);
            case Binding.Constant(Value value) -> value;
            case Binding.Nested(Template template, FieldPath path) ->
                evaluate(template, scope).at(path).orElse(Value.NULL);
        };
    }

    private static String textOf(Value value, Expression expression) {
        return switch (value) {
            case Value.Text(String text) -> text;
            case Value.Number(BigDecimal amount) -> amount.toPlainString();
            case Value.Flag(boolean isTrue) -> String.valueOf(isTrue);
            case Value.Secret _ -> throw misplaced(expression);
            case Value.Null _ -> throw failed(expression, "it is not set, so it cannot be part of a text");
            case Value.ListValue _ -> throw failed(expression, "it is a list, which cannot be part of a text");
            case Value.MapValue _ -> throw failed(expression, "it is a map, which cannot be part of a text");
            case Value.Unknown _ -> "";
        };
    }

    static void refuseSecret(Value value, Expression expression) {
        switch (value) {
            case Value.Secret _ -> throw misplaced(expression);
            case Value.ListValue list -> list.elements().forEach(element -> refuseSecret(element, expression));
            case Value.MapValue map -> map.entries().values().forEach(entry -> refuseSecret(entry, expression));
            case Value.Text _, Value.Number _, Value.Flag _, Value.Null _, Value.Unknown _ -> {}
        }
    }

    private static ProblemException misplaced(Expression expression) {
        return new ProblemException(Problem.of(
                Code.SECRET_MISPLACED,
                "${%s} holds a secret, which can only be a whole value: it is neither put into text nor computed with."
                        .formatted(expression.source().strip())));
    }

    private static ProblemException failed(Expression expression, IllegalArgumentException cause) {
        return new ProblemException(problem(expression, String.valueOf(cause.getMessage())), cause);
    }

    private static ProblemException failed(Expression expression, String reason) {
        return new ProblemException(problem(expression, reason));
    }

    private static Problem problem(Expression expression, String reason) {
        return Problem.of(
                Code.EXPRESSION_FAILED,
                "${%s}: %s.".formatted(expression.source().strip(), reason));
    }

    /// [Syntax] by hand.
    private record Interpreter(
            Functions functions, java.util.function.Function<Expression.Use, Value> values, Expression expression) {

        /// A function of CEL's own needs CEL.
        static boolean understands(Syntax syntax) {
            return syntax.calls().stream().allMatch(call -> Functions.isOurs(call.function()));
        }

        Value evaluate(Syntax syntax) {
            return switch (syntax) {
                case Syntax.Name(NamePath path) -> name(path);
                case Syntax.Literal(Value value) -> value;
                case Syntax.Call call -> call(call);
                case Syntax.ListOf(List<Syntax> elements) ->
                    new Value.ListValue(elements.stream().map(this::evaluate).toList());
                case Syntax.MapOf(List<Syntax.Entry> entries) -> map(entries);
                case Syntax.Equal equal -> equal(equal);
            };
        }

        private Value name(NamePath path) {
            for (Expression.Use use : expression.uses()) {
                if (startsWith(path, use.path())) {
                    return step(
                            values.apply(use),
                            path.steps().subList(use.path().size(), path.steps().size()),
                            path);
                }
            }
            throw new IllegalArgumentException(path + " is bound to nothing; this is a bug in envctl");
        }

        private static boolean startsWith(NamePath path, List<String> keys) {
            List<String> own = path.keys();
            return own.size() >= keys.size() && own.subList(0, keys.size()).equals(keys);
        }

        private static Value step(Value value, List<NamePath.Step> steps, NamePath path) {
            FieldPath rest = FieldPath.ROOT;
            for (NamePath.Step step : steps) {
                rest = switch (step) {
                    case NamePath.Key key -> rest.key(key.name());
                    case NamePath.Index index -> rest.index(index.position());
                    case NamePath.EachKey _ -> throw new IllegalArgumentException("each.key is not bound");
                };
            }
            return value.at(rest).orElseThrow(() -> new IllegalArgumentException("there is nothing at " + path));
        }

        private Value call(Syntax.Call call) {
            List<Value> arguments = new ArrayList<>();
            call.arguments().forEach(argument -> arguments.add(evaluate(argument)));
            if (!arguments.stream().allMatch(Value::isKnown)) {
                return Value.UNKNOWN;
            }
            if (!call.function().equals(Functions.MERGE)) {
                arguments.forEach(argument -> refuseSecret(argument, expression));
            }
            return functions.call(call.function(), arguments);
        }

        /// One key that is not known hides the whole map: nobody can say where its entry will stand.
        private Value map(List<Syntax.Entry> entries) {
            Map<String, Value> map = new LinkedHashMap<>();
            for (Syntax.Entry entry : entries) {
                Value key = evaluate(entry.key());
                if (!key.isKnown()) {
                    return Value.UNKNOWN;
                }
                map.put(textOf(key, expression), evaluate(entry.value()));
            }
            return new Value.MapValue(map);
        }

        private Value equal(Syntax.Equal equal) {
            Value left = evaluate(equal.left());
            Value right = evaluate(equal.right());
            if (!left.isKnown() || !right.isKnown()) {
                return Value.UNKNOWN;
            }
            refuseSecret(left, expression);
            refuseSecret(right, expression);
            return Value.of(left.equals(right) != equal.negated());
        }
    }
}
