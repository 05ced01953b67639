package dev.envctl.sandbox.aws.emrcontainers;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;

record SecurityConfigurationRow(
        String id,
        String arn,
        String name,
        JsonNode data,
        String clientToken,
        String createdBy,
        Instant createdAt,
        Map<String, String> tags) {}
