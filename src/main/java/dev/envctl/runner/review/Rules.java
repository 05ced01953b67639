package dev.envctl.runner.review;

import dev.envctl.runner.settings.RunnerSettings.EnvironmentRule;
import dev.envctl.runner.settings.RunnerSettings.RepositorySettings;
import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/// Which of a repository's rules covers an environment.
public final class Rules {

    private Rules() {}

    /// The first whose glob matches the directory: `environments/*`, `environments/prod-*`, `**/live`.
    public static Optional<EnvironmentRule> of(RepositorySettings repository, String directory) {
        try {
            Path path = Path.of(directory);
            return repository.environments().stream()
                    .filter(rule -> FileSystems.getDefault()
                            .getPathMatcher("glob:" + rule.path())
                            .matches(path))
                    .findFirst();
        } catch (InvalidPathException hostile) {
            return Optional.empty();
        }
    }
}
