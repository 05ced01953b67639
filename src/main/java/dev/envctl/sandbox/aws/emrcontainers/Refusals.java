package dev.envctl.sandbox.aws.emrcontainers;

import dev.envctl.sandbox.aws.AwsError;
import dev.envctl.sandbox.aws.Pages;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// EMR on EKS's refusals, and the checks that many of its calls begin with. What is not found is a 400 too.
final class Refusals {

    private static final Pattern NAME = Pattern.compile("[.\\-_/#A-Za-z0-9]{1,64}");
    private static final int MAXIMUM_TAGS = 50;
    private static final int PAGE = 50;

    private Refusals() {}

    static AwsError invalid(String message) {
        return new AwsError("ValidationException", 400, message);
    }

    static AwsError notFound(String message) {
        return new AwsError("ResourceNotFoundException", 400, message);
    }

    static void checkName(@Nullable String name) {
        if (name == null || !NAME.matcher(name).matches()) {
            throw invalid(
                    "1 validation error detected: Value '%s' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+"
                            .formatted(name));
        }
    }

    static void checkClientToken(@Nullable String token) {
        if (token == null || token.isBlank() || token.length() > 64) {
            throw invalid("1 validation error detected: 'clientToken' must have length between 1 and 64");
        }
    }

    static void checkTags(Map<String, String> tags) {
        if (tags.size() > MAXIMUM_TAGS) {
            throw invalid("A resource has at most 50 tags.");
        }
        tags.forEach(Refusals::checkTag);
    }

    private static void checkTag(String key, String value) {
        if (key.isBlank() || key.length() > 128 || value.length() > 256 || key.startsWith("aws:")) {
            throw invalid("Invalid tag '%s'.".formatted(key));
        }
    }

    static <T> Pages.Page<T> page(List<T> rows, @Nullable String nextToken, @Nullable Integer maxResults) {
        var size = Optional.ofNullable(maxResults).orElse(PAGE);
        if (size < 1) {
            throw invalid("maxResults must be positive");
        }
        return Pages.page(rows, nextToken, size, token -> invalid("Invalid nextToken: " + token));
    }
}
