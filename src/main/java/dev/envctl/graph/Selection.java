package dev.envctl.graph;

import dev.envctl.expression.Binding;
import dev.envctl.expression.Expression;
import dev.envctl.expression.ExpressionException;
import dev.envctl.expression.ParsedExpression;
import dev.envctl.expression.Scope;
import dev.envctl.expression.Template;
import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import dev.envctl.spec.Resource;
import dev.envctl.value.Address;
import dev.envctl.value.Value;
import java.util.List;
import java.util.SequencedSet;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// A part of an environment, chosen by address (`ManagedEndpoint/pyspark`), by pattern (`studio.*`, `Role/*`), or by a
/// predicate over a resource. What the chosen ones depend on comes along.
public final class Selection {

    private static final Pattern PATTERN = Pattern.compile("[A-Za-z0-9_.:/=+@ *-]+");

    private static final List<String> FACTS = List.of("kind", "name", "address", "module");

    private final String expression;
    private final Predicate<Resource> condition;

    private Selection(String expression, Predicate<Resource> condition) {
        this.expression = expression;
        this.condition = condition;
    }

    /// What is no address and no pattern is read as an expression that yields true or false for each resource.
    public static Selection parse(String text, BiFunction<Template, Scope, Value> evaluator) {
        if (!PATTERN.matcher(text).matches() || text.contains("==")) {
            checkNames(text);
            return new Selection(text, resource -> holds(text, resource.address(), evaluator));
        }
        String regex = Pattern.quote(text).replace("*", "\\E.*\\Q");
        Predicate<String> matches = Pattern.compile(regex).asMatchPredicate();
        return new Selection(text, resource -> matches.test(resource.address().toString()));
    }

    private static void checkNames(String text) {
        try {
            ParsedExpression.parse(text).names().stream()
                    .filter(name -> !FACTS.contains(name.toString()))
                    .findFirst()
                    .ifPresent(name -> {
                        throw invalid(
                                text,
                                "%s is none of %s. Text stands in quotes, as in kind == 'Role'"
                                        .formatted(name, String.join(", ", FACTS)));
                    });
        } catch (ExpressionException unreadable) {
            throw unreadable(text, unreadable);
        }
    }

    private static boolean holds(String text, Address address, BiFunction<Template, Scope, Value> evaluator) {
        List<Expression.Use> facts = List.of(
                fact("kind", address.kind().text()),
                fact("name", address.name()),
                fact("address", address.toString()),
                fact("module", address.modulePath()));
        Template template = new Template(List.of(new Template.Hole(new Expression(text, facts))));
        try {
            if (evaluator.apply(template, (resource, path) -> Value.UNKNOWN) instanceof Value.Flag(boolean isChosen)) {
                return isChosen;
            }
        } catch (ExpressionException unreadable) {
            throw unreadable(text, unreadable);
        } catch (ProblemException wrong) {
            String detail = wrong.problems().getFirst().detail();
            throw invalid(
                    text, detail.replace("${%s}: ".formatted(text.strip()), "").replaceFirst("\\.$", ""));
        }
        throw invalid(text, "it is neither true nor false for " + address);
    }

    private static ProblemException unreadable(String text, ExpressionException why) {
        return invalid(text, String.valueOf(why.getMessage()).replaceFirst("\\.$", ""));
    }

    private static Expression.Use fact(String name, String value) {
        return new Expression.Use(List.of(name), new Binding.Constant(Value.of(value)));
    }

    /// The chosen addresses and everything they depend on; a problem when nothing is chosen.
    public SequencedSet<Address> choose(ResourceGraph graph) {
        List<Address> chosen =
                graph.order().stream().filter(condition).map(Resource::address).toList();
        if (chosen.isEmpty()) {
            throw invalid(expression, "nothing in the environment matches it");
        }
        return graph.upstreamOf(chosen);
    }

    private static ProblemException invalid(String text, String why) {
        return new ProblemException(Problem.of(Code.INVALID_SELECTION, "The selection %s: %s.".formatted(text, why))
                .withHint("Select by address (Role/jobExecution), by pattern (studio.*, ManagedEndpoint/*) or by a CEL"
                        + " expression over kind, name, address and module."));
    }
}
