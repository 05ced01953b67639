package dev.envctl.sandbox.aws.mwaa;

import dev.envctl.sandbox.aws.AwsError;
import java.util.Map;

/// MWAA's refusals, and its rules for tags.
final class MwaaErrors {

    private MwaaErrors() {}

    static AwsError invalid(String message) {
        return new AwsError("ValidationException", 400, message);
    }

    static AwsError notFound(String name) {
        return new AwsError("ResourceNotFoundException", 404, "No Airflow environment named %s.".formatted(name));
    }

    /// Unlike elsewhere, a tag must have a value.
    static Map<String, String> checkedTags(Map<String, String> tags) {
        boolean bad = tags.size() > 50
                || tags.entrySet().stream()
                        .anyMatch(tag -> tag.getKey().isEmpty()
                                || tag.getKey().length() > 128
                                || tag.getKey().startsWith("aws:")
                                || tag.getValue().isEmpty()
                                || tag.getValue().length() > 256);
        if (bad) {
            throw invalid("1 validation error detected: Value at 'tags' failed to satisfy constraint");
        }
        return tags;
    }
}
