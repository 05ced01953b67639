package dev.envctl.graph;

import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import dev.envctl.spec.Resource;
import dev.envctl.value.Address;
import dev.envctl.value.Value;
import java.util.List;
import java.util.SequencedSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// A part of an environment, chosen by address (`ManagedEndpoint/pyspark`), by pattern (`studio.*`, `Role/*`), or by a
/// predicate over a resource. What the chosen ones depend on comes along.
public final class Selection {

    private static final Pattern PATTERN = Pattern.compile("[A-Za-z0-9_.:/=+@ *-]+");

    private final String expression;
    private final Predicate<Resource> condition;

    private Selection(String expression, Predicate<Resource> condition) {
        this.expression = expression;
        this.condition = condition;
    }

    public static Selection parse(String text) {
        if (!PATTERN.matcher(text).matches() || text.contains("==")) {
            throw invalid(text, "it is neither an address nor an address with *");
        }
        String regex = Pattern.quote(text).replace("*", "\\E.*\\Q");
        Predicate<String> matches = Pattern.compile(regex).asMatchPredicate();
        return new Selection(text, resource -> matches.test(resource.address().toString()));
    }

    /// A choice by what a resource is: `kind`, `name`, `address` and `module` as a map.
    public static Selection of(String expression, Predicate<Value.MapValue> condition) {
        return new Selection(expression, resource -> condition.test(facts(resource.address())));
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

    private static Value.MapValue facts(Address address) {
        return Value.map(
                "kind", Value.of(address.kind().text()),
                "name", Value.of(address.name()),
                "address", Value.of(address.toString()),
                "module", Value.of(address.modulePath()));
    }

    private static ProblemException invalid(String text, String why) {
        return new ProblemException(Problem.of(Code.INVALID_SELECTION, "The selection %s: %s.".formatted(text, why))
                .withHint("Select by address (Role/jobExecution), by pattern (studio.*, ManagedEndpoint/*) or by a CEL"
                        + " expression over kind, name, address and module."));
    }
}
