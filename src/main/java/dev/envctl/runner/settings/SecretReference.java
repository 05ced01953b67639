package dev.envctl.runner.settings;

/// Where a secret is: `env:NAME` or `file:PATH`. Read when it is needed, so that a changed file counts.
public record SecretReference(String text) {}
