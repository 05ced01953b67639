package dev.envctl.sandbox.aws.logs;

import dev.envctl.sandbox.aws.AwsError;
import java.util.Map;

/// CloudWatch Logs' refusals, and its rules for tags.
final class LogsErrors {

    private LogsErrors() {}

    static AwsError invalid(String message) {
        return new AwsError("InvalidParameterException", 400, message);
    }

    static AwsError exists(String message) {
        return new AwsError("ResourceAlreadyExistsException", 400, message);
    }

    static AwsError notFound(String message) {
        return new AwsError("ResourceNotFoundException", 400, message);
    }

    static AwsError refused(String message) {
        return new AwsError("ValidationException", 400, message);
    }

    static Map<String, String> checkedTags(Map<String, String> tags) {
        if (tags.size() > 50) {
            throw new AwsError("TooManyTagsException", 400, "A resource has at most 50 tags.");
        }
        tags.forEach((key, value) -> {
            if (key.isEmpty() || key.length() > 128 || value.length() > 256 || key.startsWith("aws:")) {
                throw invalid("The tag %s is not valid.".formatted(key));
            }
        });
        return tags;
    }
}
