package dev.envctl.spec;

import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import java.util.List;

/// Environments that are one to whoever looks at live objects: they have one name, in one region of one account. Each
/// would take the other's objects for its own and destroy what only the other's documents name. Usually one is a copy
/// of the other whose name was forgotten.
public final class Twins {

    private final List<EnvironmentSettings> environments;

    public Twins(List<EnvironmentSettings> environments) {
        this.environments = List.copyOf(environments);
    }

    /// Throws [ProblemException] when another one is this one's twin.
    public void check(EnvironmentSettings one) {
        environments.stream()
                .filter(other -> !other.directory().equals(one.directory()) && areTwins(one, other))
                .findFirst()
                .ifPresent(twin -> {
                    throw new ProblemException(problem(one, twin));
                });
    }

    private static boolean areTwins(EnvironmentSettings one, EnvironmentSettings other) {
        return one.owner().equals(other.owner())
                && one.target() == other.target()
                && one.accountId().equals(other.accountId());
    }

    private static Problem problem(EnvironmentSettings one, EnvironmentSettings twin) {
        return Problem.of(
                        Code.ENVIRONMENT_TWICE,
                        "%s and %s are both called %s in %s."
                                .formatted(one.directory(), twin.directory(), one.name(), one.region()))
                .withHint(
                        "Each would change and destroy what the other made. Give the newer one another metadata.name.")
                .at(one.places().document());
    }
}
