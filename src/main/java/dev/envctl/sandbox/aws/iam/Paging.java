package dev.envctl.sandbox.aws.iam;

import dev.envctl.sandbox.aws.Pages;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// IAM's paging: 100 at a time unless asked otherwise, 1,000 at most.
final class Paging {

    private Paging() {}

    static <T> Pages.Page<T> page(List<T> rows, @Nullable String marker, @Nullable Integer maxItems) {
        int size = Optional.ofNullable(maxItems).orElse(100);
        if (size < 1 || size > 1000) {
            throw IamErrors.invalid(
                    "1 validation error detected: Value '%d' at 'maxItems' failed to satisfy constraint: Member must have value between 1 and 1000"
                            .formatted(size));
        }
        return Pages.page(rows, marker, size, invalid -> IamErrors.invalid("Invalid Marker: " + invalid));
    }

    static boolean under(String path, @Nullable String prefix) {
        return prefix == null || path.startsWith(prefix);
    }
}
