package dev.envctl.runner.work;

import dev.envctl.runner.forge.Forge.GitCredentials;

/// How git reaches a repository just now: what [dev.envctl.runner.forge.Forge#credentials] of its forge says.
@FunctionalInterface
public interface GitAccess {
    GitCredentials credentials(String forge, String repository);
}
