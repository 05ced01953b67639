package dev.envctl.plan;

import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import dev.envctl.provider.LiveObject;
import dev.envctl.schema.FieldSchema;
import dev.envctl.value.FieldPath;
import dev.envctl.value.Value;
import java.util.List;
import java.util.function.Predicate;

/// Holds what was made against what was planned, with the same comparison that planned it.
public final class ReadBack {

    private ReadBack() {}

    /// Throws when a field among `concerned` is not what was asked for. Tags that others add meanwhile do not
    /// matter.
    public static void check(
            Value.MapValue desired, LiveObject result, FieldSchema spec, Predicate<FieldPath> concerned) {
        List<FieldPath> wrong = Diff.between(desired, result.spec(), spec, path -> isForeignTag(path, desired)).stream()
                .map(FieldChange::path)
                .filter(concerned)
                .toList();
        if (!wrong.isEmpty()) {
            throw new ProblemException(Problem.of(
                            Code.PLAN_DISAGREES,
                            "The service accepted the request, but %s (%s) does not have the planned value for %s."
                                    .formatted(result.kind(), result.id(), wrong.getFirst()))
                    .withHint("Plan again: the difference is shown there, unless it settles by itself."));
        }
    }

    public static Value.MapValue withoutNulls(Value.MapValue desired) {
        return (Value.MapValue) Resolver.withoutNulls(desired);
    }

    private static boolean isForeignTag(FieldPath path, Value.MapValue desired) {
        return path.startsWith(FieldPath.of("tags")) && desired.at(path).isEmpty();
    }
}
