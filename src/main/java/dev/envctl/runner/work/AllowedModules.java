package dev.envctl.runner.work;

import dev.envctl.git.Checkouts;
import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import dev.envctl.spec.ModuleFetcher;
import java.nio.file.Path;

/// Modules from git, from allowed places alone; anonymously.
final class AllowedModules implements ModuleFetcher {

    private final AllowedSources sources;
    private final Checkouts checkouts;

    AllowedModules(AllowedSources sources, Checkouts checkouts) {
        this.sources = sources;
        this.checkouts = checkouts;
    }

    @Override
    public Path fetch(String repository, String ref) {
        if (!sources.allowsModule(repository)) {
            throw new ProblemException(Problem.of(
                            Code.SOURCE_NOT_ALLOWED, "Modules are not fetched from %s here.".formatted(repository))
                    .withHint("The operator of the runner lists the places that are allowed under modules.allow."));
        }
        return checkouts.fetch(repository, ref);
    }
}
