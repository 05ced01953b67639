package dev.envctl.expression;

import dev.envctl.value.Value;
import java.util.ArrayList;
import java.util.List;

/// The part of CEL that nearly every expression gets by with: names, literals, calls of functions, lists, maps, and one
/// comparison. It is read and evaluated here, because loading CEL takes longer than planning a whole environment.
sealed interface Syntax {

    record Name(NamePath path) implements Syntax {}

    record Literal(Value value) implements Syntax {}

    record Call(String function, List<Syntax> arguments, int offset) implements Syntax {}

    record ListOf(List<Syntax> elements) implements Syntax {}

    record MapOf(List<Entry> entries) implements Syntax {}

    record Entry(Syntax key, Syntax value) {}

    record Equal(Syntax left, Syntax right, boolean negated) implements Syntax {}

    /// Every name path, in order of appearance.
    default List<NamePath> names() {
        List<NamePath> found = new ArrayList<>();
        collect(this, found, new ArrayList<>());
        return found;
    }

    default List<Call> calls() {
        List<Call> found = new ArrayList<>();
        collect(this, new ArrayList<>(), found);
        return found;
    }

    private static void collect(Syntax syntax, List<NamePath> names, List<Call> calls) {
        switch (syntax) {
            case Name(NamePath path) -> names.add(path);
            case Literal _ -> {}
            case Call call -> {
                calls.add(call);
                call.arguments().forEach(argument -> collect(argument, names, calls));
            }
            case ListOf(List<Syntax> elements) -> elements.forEach(element -> collect(element, names, calls));
            case MapOf(List<Entry> entries) ->
                entries.forEach(entry -> {
                    collect(entry.key(), names, calls);
                    collect(entry.value(), names, calls);
                });
            case Equal equal -> {
                collect(equal.left(), names, calls);
                collect(equal.right(), names, calls);
            }
        }
    }
}
