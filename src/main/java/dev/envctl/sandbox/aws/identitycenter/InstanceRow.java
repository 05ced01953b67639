package dev.envctl.sandbox.aws.identitycenter;

import java.time.Instant;

public record InstanceRow(String instanceArn, String identityStoreId, Instant createdAt) {}
