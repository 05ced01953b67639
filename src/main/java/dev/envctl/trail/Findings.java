package dev.envctl.trail;

import dev.envctl.problem.Problem;
import dev.envctl.value.Address;
import java.util.ArrayList;
import java.util.List;

/// What came of asking: one culprit at most for each object. `unknown` are those of which no event was found, `cut`
/// whether the search ended because it had asked often enough. A history that refuses to answer is no failure of the
/// run that asks: what it said stands in `refusals`.
public record Findings(List<Culprit> culprits, List<Address> unknown, boolean cut, List<Problem> refusals) {

    public static final Findings NONE = new Findings(List.of(), List.of(), false, List.of());

    public Findings {
        culprits = List.copyOf(culprits);
        unknown = List.copyOf(unknown);
        refusals = List.copyOf(refusals);
    }

    public static Findings unknown(List<Address> addresses) {
        return new Findings(List.of(), addresses, false, List.of());
    }

    public Findings and(Findings other) {
        return new Findings(
                joined(culprits, other.culprits),
                joined(unknown, other.unknown),
                cut || other.cut,
                joined(refusals, other.refusals));
    }

    private static <T> List<T> joined(List<T> some, List<T> more) {
        List<T> all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }
}
