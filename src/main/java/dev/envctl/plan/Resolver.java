package dev.envctl.plan;

import dev.envctl.expression.Scope;
import dev.envctl.expression.Template;
import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import dev.envctl.problem.Problems;
import dev.envctl.spec.Resource;
import dev.envctl.value.FieldPath;
import dev.envctl.value.Ordered;
import dev.envctl.value.Value;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.BiFunction;

/// Fills a resource's expressions in as far as they are known.
final class Resolver {

    /// `waiting` has the templates whose value is not fully known yet.
    record Resolved(Value.MapValue body, SequencedMap<FieldPath, Template> waiting) {
        Resolved {
            waiting = Ordered.copyOf(waiting);
        }
    }

    private final BiFunction<Template, Scope, Value> evaluator;

    Resolver(BiFunction<Template, Scope, Value> evaluator) {
        this.evaluator = evaluator;
    }

    Resolved resolve(Resource resource, Scope scope, Problems problems) {
        Value body = resource.body();
        SequencedMap<FieldPath, Template> waiting = new LinkedHashMap<>();
        for (var entry : resource.expressions().entrySet()) {
            Value value = evaluate(resource, entry.getKey(), entry.getValue(), scope, problems);
            body = body.with(entry.getKey(), value);
            if (!value.isKnown()) {
                waiting.put(entry.getKey(), entry.getValue());
            }
        }
        return new Resolved((Value.MapValue) withoutNulls(body), waiting);
    }

    private Value evaluate(Resource resource, FieldPath path, Template template, Scope scope, Problems problems) {
        try {
            return evaluator.apply(template, scope);
        } catch (ProblemException thrown) {
            for (Problem problem : thrown.problems()) {
                problems.add(problem.source().isPresent() ? problem : problem.at(resource.positionOf(path)));
            }
            return Value.UNKNOWN;
        }
    }

    /// A field that evaluates to null is a field that is not there.
    static Value withoutNulls(Value value) {
        return switch (value) {
            case Value.MapValue map
            when map.entries().values().stream().anyMatch(Resolver::holdsNull) -> {
                SequencedMap<String, Value> kept = new LinkedHashMap<>();
                map.entries().forEach((key, entry) -> {
                    if (!(entry instanceof Value.Null)) {
                        kept.put(key, withoutNulls(entry));
                    }
                });
                yield new Value.MapValue(kept);
            }
            case Value.ListValue list
            when holdsNull(list) ->
                new Value.ListValue(
                        list.elements().stream().map(Resolver::withoutNulls).toList());
            case Value.MapValue _,
                    Value.ListValue _,
                    Value.Text _,
                    Value.Number _,
                    Value.Flag _,
                    Value.Null _,
                    Value.Unknown _,
                    Value.Secret _ -> value;
        };
    }

    private static boolean holdsNull(Value value) {
        return switch (value) {
            case Value.Null _ -> true;
            case Value.MapValue map -> map.entries().values().stream().anyMatch(Resolver::holdsNull);
            case Value.ListValue list -> list.elements().stream().anyMatch(Resolver::holdsNull);
            case Value.Text _, Value.Number _, Value.Flag _, Value.Unknown _, Value.Secret _ -> false;
        };
    }
}
