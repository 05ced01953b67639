package dev.envctl.spec;

import java.nio.file.Path;

/// Brings a git repository at a tag or commit to this machine and says where. Throws
/// [dev.envctl.problem.ProblemException] without a place.
@FunctionalInterface
public interface ModuleFetcher {
    Path fetch(String repository, String ref);
}
