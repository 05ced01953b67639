package dev.envctl.sandbox.aws.identitycenter;

import java.time.Instant;

public record UserRow(String userId, String userName, String displayName, String email, Instant createdAt) {}
