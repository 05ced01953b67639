package dev.envctl.sandbox.aws;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Cuts lists into pages with opaque tokens.
public final class Pages {

    private Pages() {}

    public record Page<T>(List<T> rows, Optional<String> nextToken) {}

    /// `invalid` makes the service's own refusal of a token that is not one of ours.
    public static <T> Page<T> page(List<T> rows, @Nullable String token, int size, Function<String, AwsError> invalid) {
        var from = Math.min(token == null ? 0 : offset(token, invalid), rows.size());
        var to = Math.min(from + size, rows.size());
        return new Page<>(rows.subList(from, to), to < rows.size() ? Optional.of(token(to)) : Optional.empty());
    }

    private static String token(int offset) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(("offset=" + offset).getBytes(StandardCharsets.UTF_8));
    }

    private static int offset(String token, Function<String, AwsError> invalid) {
        try {
            var text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            return Integer.parseInt(text.replaceFirst("^offset=", ""));
        } catch (IllegalArgumentException malformed) {
            throw invalid.apply(token);
        }
    }
}
