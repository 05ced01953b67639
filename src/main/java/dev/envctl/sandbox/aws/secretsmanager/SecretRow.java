package dev.envctl.sandbox.aws.secretsmanager;

import java.time.Instant;

public record SecretRow(String name, String arn, String value, String versionId, Instant createdAt) {}
