package dev.envctl.sandbox.aws.ssm;

import java.time.Instant;

public record ParameterRow(String name, String type, String value, long version, Instant modifiedAt) {}
