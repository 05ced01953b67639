package dev.envctl.plan.preflight;

import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.value.FieldPath;
import dev.envctl.value.Value;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/// A node group has at least minSize and at most maxSize nodes. EKS refuses a desiredSize beside these, a change of the
/// limits that leaves it behind included.
final class NodesWithinLimits implements Preflight {

    private static final FieldPath SCALING = FieldPath.of("scalingConfig");
    private static final FieldPath MINIMUM = SCALING.key("minSize");
    private static final FieldPath MAXIMUM = SCALING.key("maxSize");
    private static final FieldPath DESIRED = SCALING.key("desiredSize");

    @Override
    public List<Problem> check(Landscape landscape) {
        return landscape.managed("Nodegroup").stream()
                .flatMap(group -> Stream.of(
                                apart(group, MINIMUM, MAXIMUM, MAXIMUM),
                                isLeftAlone(group) ? Stream.<Problem>empty() : apart(group, MINIMUM, DESIRED, DESIRED),
                                isLeftAlone(group) ? Stream.<Problem>empty() : apart(group, DESIRED, MAXIMUM, DESIRED))
                        .flatMap(problems -> problems))
                .toList();
    }

    /// Whoever scales it keeps it within the limits, and a change of these moves it along.
    private static boolean isLeftAlone(Item group) {
        return group.resource().lifecycle().ignoreChanges().stream().anyMatch(DESIRED::startsWith);
    }

    private static Stream<Problem> apart(Item group, FieldPath less, FieldPath more, FieldPath blamed) {
        OptionalInt low = number(group, less);
        OptionalInt high = number(group, more);
        if (low.isEmpty() || high.isEmpty() || low.getAsInt() <= high.getAsInt()) {
            return Stream.empty();
        }
        return Stream.of(group.problem(
                Code.NODES_OUT_OF_LIMITS,
                blamed,
                "%s has %s %d above %s %d."
                        .formatted(group.address(), name(less), low.getAsInt(), name(more), high.getAsInt()),
                "Keep minSize <= desiredSize <= maxSize. Without desiredSize the number of nodes is left alone between"
                        + " the two."));
    }

    private static OptionalInt number(Item group, FieldPath path) {
        return group.at(path).orElse(Value.NULL) instanceof Value.Number number
                ? OptionalInt.of(number.amount().intValue())
                : OptionalInt.empty();
    }

    private static String name(FieldPath path) {
        return path.tail().toString();
    }
}
