package dev.envctl.runner;

import dev.envctl.problem.ProblemException;
import dev.envctl.runner.run.EnvironmentKey;
import dev.envctl.runner.run.EnvironmentState;
import dev.envctl.runner.run.Environments;
import dev.envctl.runner.settings.RunnerSettings;
import dev.envctl.runner.settings.RunnerSettings.RepositorySettings;
import dev.envctl.runner.work.Repositories;
import dev.envctl.spec.EnvironmentSettings;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which environments there are: those of the default branches that a rule covers. Nobody registers one; it is there
/// because its document is.
final class Discovery {

    /// The name of the job, whose instance is a repository: `github acme/platform`.
    static final String JOB = "discover";

    /// Instead of one repository.
    static final String EVERYWHERE = "everywhere";

    private static final Logger log = LoggerFactory.getLogger(Discovery.class);

    private final Supplier<RunnerSettings> settings;
    private final Rulebook rules;
    private final Repositories repositories;
    private final Environments environments;

    Discovery(Rulebook rules, Repositories repositories, Environments environments) {
        this.settings = rules.settings();
        this.rules = rules;
        this.repositories = repositories;
        this.environments = environments;
    }

    static String instance(String forge, String repository) {
        return forge + " " + repository;
    }

    /// Every repository; one that cannot be reached keeps nobody else waiting.
    void lookEverywhere() {
        forgetWhatIsNoLongerOurs();
        for (RepositorySettings repository : settings.get().repositories()) {
            try {
                look(repository);
            } catch (ProblemException unreachable) {
                log.warn("looking for the environments of {}: {}", repository.name(), unreachable.getMessage());
            }
        }
    }

    void look(String instance) {
        if (instance.equals(EVERYWHERE)) {
            lookEverywhere();
            return;
        }
        String[] parts = instance.split(" ", 2);
        settings.get().repository(parts[0], parts[1]).ifPresent(this::look);
    }

    private void look(RepositorySettings repository) {
        String head = repositories.head(repository);
        Set<EnvironmentKey> there = repositories.environments(repository, head).stream()
                .map(found -> seen(repository, found))
                .collect(Collectors.toSet());
        environments.list().stream()
                .map(EnvironmentState::key)
                .filter(key -> isOf(repository, key) && !there.contains(key))
                .forEach(this::leave);
    }

    private EnvironmentKey seen(RepositorySettings repository, Repositories.Found found) {
        var key = new EnvironmentKey(repository.forge(), repository.name(), found.directory());
        if (rules.rule(key).isPresent()) {
            environments.change(key, state -> named(state.withPresent(true), found));
        }
        return key;
    }

    private static EnvironmentState named(EnvironmentState state, Repositories.Found found) {
        return found.settings()
                .map(EnvironmentSettings::owner)
                .map(state::withOwner)
                .orElse(state);
    }

    private void forgetWhatIsNoLongerOurs() {
        environments.list().stream()
                .map(EnvironmentState::key)
                .filter(key -> rules.rule(key).isEmpty())
                .forEach(this::leave);
    }

    private void leave(EnvironmentKey key) {
        environments.change(key, state -> state.withPresent(false));
    }

    private static boolean isOf(RepositorySettings repository, EnvironmentKey key) {
        return key.forge().equals(repository.forge()) && key.repository().equals(repository.name());
    }
}
