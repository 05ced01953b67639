package dev.envctl.runner;

import dev.envctl.runner.run.EnvironmentKey;
import dev.envctl.runner.settings.RunnerSettings;
import dev.envctl.runner.settings.RunnerSettings.DriftSettings;
import dev.envctl.runner.settings.RunnerSettings.EnvironmentRule;
import dev.envctl.runner.settings.RunnerSettings.RepositorySettings;
import java.util.Optional;
import java.util.function.Supplier;

/// What the settings say of one environment, as they are now.
record Rulebook(Supplier<RunnerSettings> settings, ForgeBook forges) {

    Optional<RepositorySettings> repository(EnvironmentKey key) {
        return settings.get().repository(key.forge(), key.repository());
    }

    Optional<EnvironmentRule> rule(EnvironmentKey key) {
        return repository(key).flatMap(repository -> repository.rule(key.directory()));
    }

    Optional<DriftSettings> drift(EnvironmentKey key) {
        return rule(key).flatMap(EnvironmentRule::drift);
    }

    /// Whether somebody may say `/envctl apply` of it.
    boolean mayApply(EnvironmentKey key, String actor) {
        return rule(key).stream()
                .flatMap(rule -> rule.allowed().apply().stream())
                .anyMatch(principal -> forges.get(key.forge()).is(key.repository(), actor, principal));
    }
}
