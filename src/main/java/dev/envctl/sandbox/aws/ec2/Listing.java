package dev.envctl.sandbox.aws.ec2;

import dev.envctl.sandbox.aws.AwsError;
import dev.envctl.sandbox.aws.Pages;
import dev.envctl.sandbox.aws.Pages.Page;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.Filter;

/// How one Describe call selects: ids that must exist, filters (values are alternatives, filters are conjoined, `*` and
/// `?` are wildcards) and pages. `maximum` is the largest page; the smallest is 5 for nearly every call.
record Listing<T>(
        ResourceType type, Function<T, String> id, int maximum, Map<String, Function<T, List<String>>> fields) {

    private static final int MINIMUM = 5;

    Page<T> select(
            Ec2Store store,
            List<T> rows,
            List<String> ids,
            List<Filter> filters,
            @Nullable Integer maxResults,
            @Nullable String nextToken) {
        checkPaging(ids, maxResults);
        ids.forEach(wanted -> requireKnown(rows, wanted));
        var matching = rows.stream()
                .filter(row -> ids.isEmpty() || ids.contains(id.apply(row)))
                .filter(row -> filters.stream().allMatch(filter -> matches(store, row, filter)))
                .toList();
        return page(matching, Optional.ofNullable(maxResults), Optional.ofNullable(nextToken));
    }

    private void checkPaging(List<String> ids, @Nullable Integer maxResults) {
        if (maxResults == null) {
            return;
        }
        if (!ids.isEmpty()) {
            throw new AwsError(
                    "InvalidParameterCombination",
                    400,
                    "The parameter %sIds cannot be used with the parameter maxResults".formatted(type.prefix()));
        }
        var minimum = type == ResourceType.PREFIX_LIST ? 1 : MINIMUM;
        if (maxResults < minimum || maxResults > maximum) {
            throw new AwsError(
                    "InvalidParameterValue",
                    400,
                    "Value ( %d ) for parameter maxResults is invalid. Expecting a value between %d and %d."
                            .formatted(maxResults, minimum, maximum));
        }
    }

    private void requireKnown(List<T> rows, String wanted) {
        if (rows.stream().noneMatch(row -> id.apply(row).equals(wanted))) {
            throw type.missing(wanted);
        }
    }

    private boolean matches(Ec2Store store, T row, Filter filter) {
        var values = values(store, row, filter.name());
        return filter.values().stream()
                .map(Listing::wildcard)
                .anyMatch(pattern ->
                        values.stream().anyMatch(value -> pattern.matcher(value).matches()));
    }

    private List<String> values(Ec2Store store, T row, String name) {
        if (name.startsWith("tag:")) {
            return Optional.ofNullable(store.tags(id.apply(row)).get(name.substring("tag:".length())))
                    .map(List::of)
                    .orElse(List.of());
        }
        if (name.equals("tag-key")) {
            return List.copyOf(store.tags(id.apply(row)).keySet());
        }
        var field = fields.get(name);
        if (field == null) {
            throw new AwsError("InvalidParameterValue", 400, "The filter '%s' is invalid".formatted(name));
        }
        return field.apply(row);
    }

    static Pattern wildcard(String text) {
        var pattern = new StringBuilder();
        for (var index = 0; index < text.length(); index++) {
            var character = text.charAt(index);
            if (character == '\\' && index + 1 < text.length()) {
                pattern.append(Pattern.quote(text.substring(++index, index + 1)));
            } else if (character == '*') {
                pattern.append(".*");
            } else if (character == '?') {
                pattern.append('.');
            } else {
                pattern.append(Pattern.quote(String.valueOf(character)));
            }
        }
        return Pattern.compile(pattern.toString(), Pattern.DOTALL);
    }

    static <R> Page<R> page(List<R> rows, Optional<Integer> size, Optional<String> token) {
        return Pages.page(rows, token.orElse(null), size.orElse(1000), Listing::invalidToken);
    }

    private static AwsError invalidToken(String token) {
        return new AwsError("InvalidNextToken", 400, "The token '%s' is invalid".formatted(token));
    }
}
