package dev.envctl.sandbox.aws.emrcontainers;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

record JobTemplateRow(
        String id,
        String arn,
        String name,
        JsonNode data,
        Optional<String> kmsKeyArn,
        String clientToken,
        String createdBy,
        Instant createdAt,
        Map<String, String> tags) {}
