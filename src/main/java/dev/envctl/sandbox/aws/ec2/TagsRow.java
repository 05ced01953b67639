package dev.envctl.sandbox.aws.ec2;

import java.util.Map;

public record TagsRow(String resourceId, Map<String, String> tags) {}
