package dev.envctl.spec;

import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.Problems;
import dev.envctl.problem.Source;
import dev.envctl.schema.Schemas;
import dev.envctl.value.Ordered;
import dev.envctl.value.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What one load of an environment shares: schemas, the environment's constants, the modules that have been found, and
/// the mistakes. A module in a loop makes the same mistake at each turn; it is said once. One thread.
final class Loading {

    private final Schemas schemas;
    private final ModuleSources modules;
    private final EnvironmentSettings settings;
    private final Map<String, Source> tagPlaces;
    private final Value.MapValue environment;
    private final Set<Problem> problems = new LinkedHashSet<>();
    private final Deque<String> entered = new ArrayDeque<>();

    /// `tagPlaces` says where the environment's tags were written.
    Loading(Schemas schemas, ModuleSources modules, EnvironmentSettings settings, Map<String, Source> tagPlaces) {
        this.schemas = schemas;
        this.modules = modules;
        this.settings = settings;
        this.tagPlaces = Ordered.copyOf(tagPlaces);
        this.environment = environment(settings);
    }

    static Value.MapValue environment(EnvironmentSettings settings) {
        return Value.map(
                "name", Value.of(settings.name()),
                "accountId", Value.of(settings.accountId().orElse("000000000000")),
                "region", Value.of(settings.region()),
                "partition", Value.of(partition(settings.region())));
    }

    private static String partition(String region) {
        if (region.startsWith("cn-")) {
            return "aws-cn";
        }
        return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
    }

    Schemas schemas() {
        return schemas;
    }

    ModuleSources modules() {
        return modules;
    }

    EnvironmentSettings settings() {
        return settings;
    }

    Map<String, Source> tagPlaces() {
        return tagPlaces;
    }

    Value environmentValue(String name) {
        return environment.get(name).orElse(Value.UNKNOWN);
    }

    void report(Problem problem) {
        problems.add(problem);
    }

    void report(Code code, String detail, Yaml.Span place) {
        report(Problem.of(code, detail).at(place.source()));
    }

    void throwIfErrors() {
        Problems sorted = new Problems();
        sorted.addAll(sorted(problems));
        sorted.throwIfErrors();
    }

    /// By place, so that the order in which things were resolved does not show.
    static List<Problem> sorted(Iterable<Problem> problems) {
        List<Problem> all = new ArrayList<>();
        problems.forEach(all::add);
        all.sort(Comparator.comparing((Problem problem) ->
                        problem.source().map(source -> source.file()).orElse(""))
                .thenComparing(
                        problem -> problem.source().map(source -> source.line()).orElse(0))
                .thenComparing(problem ->
                        problem.source().map(source -> source.column()).orElse(0))
                .thenComparing(Problem::detail));
        return all;
    }

    /// Notes that a value is being worked out. Answers the way around when it is being worked out already.
    Optional<List<String>> enter(String what) {
        if (entered.contains(what)) {
            List<String> cycle = new ArrayList<>(entered.reversed());
            cycle.subList(0, cycle.indexOf(what)).clear();
            cycle.add(what);
            return Optional.of(cycle);
        }
        entered.push(what);
        return Optional.empty();
    }

    void leave() {
        entered.pop();
    }
}
