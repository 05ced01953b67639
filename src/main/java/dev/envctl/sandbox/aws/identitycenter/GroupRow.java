package dev.envctl.sandbox.aws.identitycenter;

import java.time.Instant;

public record GroupRow(String groupId, String displayName, String description, Instant createdAt) {}
