package dev.envctl.runner;

import dev.envctl.problem.ProblemException;
import dev.envctl.runner.run.EnvironmentState;
import dev.envctl.runner.settings.RunnerSettings.RepositorySettings;
import dev.envctl.runner.web.ReadyCheck;
import dev.envctl.runner.work.Repositories;
import dev.envctl.spec.EnvironmentSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Without what the runner is of no use: its database, the forges, the roles it takes on, and somebody who works off
/// the queue.
record Checks(Foundation base) {

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);
    private static final Duration FORGES_KEPT = Duration.ofSeconds(30);
    private static final Duration ROLES_KEPT = Duration.ofMinutes(10);

    List<ReadyCheck> all() {
        List<ReadyCheck> checks = new ArrayList<>();
        checks.add(new ReadyCheck("database", this::databaseProblem));
        checks.add(new ReadyCheck("queue", this::queueProblem));
        for (String forge : base.rules().settings().get().forges().sequencedKeySet()) {
            checks.add(slow("forge " + forge, FORGES_KEPT, () -> forgeProblem(forge)));
        }
        checks.add(slow("roles", ROLES_KEPT, this::roleProblem));
        return List.copyOf(checks);
    }

    private ReadyCheck slow(String name, Duration fresh, Supplier<Optional<String>> check) {
        return new ReadyCheck(name, new SlowCheck(name, check, fresh, base.clock()));
    }

    private Optional<String> databaseProblem() {
        boolean answers = base.database()
                .jdbi()
                .withHandle(handle ->
                        handle.createQuery("select 1").mapTo(Integer.class).one() == 1);
        return answers ? Optional.empty() : Optional.of("does not answer");
    }

    private Optional<String> queueProblem() {
        return base.stores()
                .runs()
                .oldestQueued()
                .map(oldest -> Duration.between(oldest, base.clock().instant()))
                .filter(wait -> wait.compareTo(LONGEST_WAIT) > 0)
                .map(wait -> "a run has waited for " + wait.toMinutes() + " minutes");
    }

    /// One that is no longer in the settings is nobody's problem.
    private Optional<String> forgeProblem(String name) {
        base.rules().forges().find(name).ifPresent(forge -> forge.ping());
        return Optional.empty();
    }

    /// Each way into an account once, however many environments go it.
    private Optional<String> roleProblem() {
        Map<Object, EnvironmentSettings> ways = new LinkedHashMap<>();
        for (RepositorySettings repository : base.rules().settings().get().repositories()) {
            base.repositories().environments(repository, base.repositories().head(repository)).stream()
                    .filter(found -> isOurs(repository, found))
                    .flatMap(found -> found.settings().stream())
                    .forEach(settings -> ways.putIfAbsent(
                            List.of(settings.target(), settings.accountId(), settings.assumeRole()), settings));
        }
        return ways.values().stream().flatMap(way -> unreachable(way).stream()).findFirst();
    }

    private boolean isOurs(RepositorySettings repository, Repositories.Found found) {
        return base.stores().environments().list().stream()
                .map(EnvironmentState::key)
                .anyMatch(key -> key.repository().equals(repository.name())
                        && key.directory().equals(found.directory()));
    }

    private Optional<String> unreachable(EnvironmentSettings way) {
        try {
            base.everydayEngine().reach(way);
            return Optional.empty();
        } catch (ProblemException refused) {
            return Optional.of(way.name() + ": " + refused.problems().getFirst().detail());
        }
    }
}
