package dev.envctl.problem;

/// Warnings are shown and do not stop a phase.
public enum Severity {
    ERROR,
    WARNING
}
