package dev.envctl.runner.settings;

/// Reads secrets. What it returns must get into no log, message, comment or exception. Throws
/// [dev.envctl.problem.ProblemException] when there is none.
@FunctionalInterface
public interface SecretValues {
    String read(SecretReference reference);
}
