package dev.envctl.runner.review;

import dev.envctl.runner.settings.RunnerSettings.RepositorySettings;
import java.util.List;

/// What git knows. Throws [dev.envctl.problem.ProblemException]: with [dev.envctl.problem.Code#GIT_UNAVAILABLE] for
/// what may go well the next time, with [dev.envctl.problem.Code#COMMIT_MISSING] for a commit that is gone, or not
/// there yet, with anything else for what the author of the change has to mend, such as a merge conflict.
public interface Affected {

    /// The directories, from the repository's root, of the environments whose own files or the modules that they
    /// use differ between `base` and `head` merged into it.
    Change environments(RepositorySettings repository, String base, String head);

    /// `changed` are still there, or new; `removed` are gone. Both sorted.
    record Change(List<String> changed, List<String> removed) {
        public Change {
            changed = List.copyOf(changed);
            removed = List.copyOf(removed);
        }
    }

    /// A commit of the default branch's own line; `merge` says that it has other parents beside the one before it.
    record Step(String commit, boolean merge) {}

    /// The steps by which a push took the default branch from `before` to `after`, the oldest first; of very many
    /// the latest.
    List<Step> line(RepositorySettings repository, String before, String after);

    /// Whether merging `head` into `base` gives what there is at `result`, to the last byte.
    boolean makes(RepositorySettings repository, String base, String head, String result);

    /// The commit that the default branch is at now.
    String head(RepositorySettings repository);
}
