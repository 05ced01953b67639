package dev.envctl.runner.review;

import dev.envctl.runner.forge.Forge;
import dev.envctl.runner.settings.RunnerSettings.EnvironmentRule;
import dev.envctl.runner.settings.RunnerSettings.RepositorySettings;
import java.util.List;
import java.util.Optional;

/// Where an event is from: a forge and one of its repositories that the server's settings name.
record Matter(String forgeName, Forge forge, RepositorySettings repository) {

    PullRequestKey key(int number) {
        return new PullRequestKey(forgeName, repository.name(), number);
    }

    Forge.PullRequest pullRequest(int number) {
        return forge.pullRequest(repository.name(), number);
    }

    Optional<EnvironmentRule> rule(String directory) {
        return repository.rule(directory);
    }

    /// Whether one of the principals is this user.
    boolean may(String user, List<String> principals) {
        return principals.stream().anyMatch(principal -> forge.is(repository.name(), user, principal));
    }

    /// Without those that no rule covers, which are not the runner's business.
    Affected.Change ours(Affected.Change change) {
        return new Affected.Change(ours(change.changed()), ours(change.removed()));
    }

    private List<String> ours(List<String> directories) {
        return directories.stream()
                .filter(directory -> rule(directory).isPresent())
                .sorted()
                .distinct()
                .toList();
    }
}
