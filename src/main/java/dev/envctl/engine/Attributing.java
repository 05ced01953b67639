package dev.envctl.engine;

import dev.envctl.plan.Change;
import dev.envctl.plan.Divergence;
import dev.envctl.plan.Plan;
import dev.envctl.provider.Kinds;
import dev.envctl.provider.Session;
import dev.envctl.provider.World;
import dev.envctl.spec.EnvironmentSettings;
import dev.envctl.trail.Attribution;
import dev.envctl.trail.Findings;
import dev.envctl.trail.Moved;
import dev.envctl.trail.Trail;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Picks out of a plan what the cloud moved, and asks who did it.
final class Attributing {

    private Attributing() {}

    /// Whether there is anything to ask about.
    static boolean isCalledFor(Plan plan) {
        return plan.changes().stream().anyMatch(Attributing::isMoved);
    }

    static Findings findings(EnvironmentSettings settings, Plan plan, Instant since, World world, Session session) {
        Kinds kinds = Kinds.of(world.providers());
        List<Moved> moved = plan.changes().stream()
                .filter(Attributing::isMoved)
                .flatMap(change -> moved(change, kinds).stream())
                .toList();
        return new Attribution(world.providers(), session).find(new Trail.Question(moved, ownRoles(settings), since));
    }

    private static boolean isMoved(Change change) {
        return change.id().isPresent()
                && (change.divergence() == Divergence.DRIFT || change.divergence() == Divergence.CONFLICT);
    }

    private static Optional<Moved> moved(Change change, Kinds kinds) {
        return change.id()
                .map(id -> new Moved(
                        change.address(), kinds.get(change.address().kind()).traits(), id, change.before()));
    }

    private static Set<String> ownRoles(EnvironmentSettings settings) {
        return settings.assumeRole().stream()
                .flatMap(role -> Stream.concat(Stream.of(role.arn()), role.planArn().stream()))
                .collect(Collectors.toUnmodifiableSet());
    }
}
