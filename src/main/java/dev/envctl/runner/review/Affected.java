package dev.envctl.runner.review;

import dev.envctl.runner.settings.RunnerSettings.RepositorySettings;
import java.util.List;

/// What git knows. Throws [dev.envctl.problem.ProblemException] for what the author of the change has to mend (a merge
/// conflict, YAML that cannot be read), anything else for what may go well the next time.
public interface Affected {

    /// The directories, from the repository's root, of the environments whose own files or the modules that they use
    /// differ between `base` and `head` merged into it; sorted. An environment that is new or gone is among them.
    List<String> environments(RepositorySettings repository, String base, String head);

    /// The commit that the default branch is at now.
    String head(RepositorySettings repository);
}
