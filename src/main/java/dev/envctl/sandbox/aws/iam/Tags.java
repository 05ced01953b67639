package dev.envctl.sandbox.aws.iam;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.iam.model.Tag;

/// Tags of IAM resources, whose keys are unique without regard to case.
final class Tags {

    private static final int MAXIMUM = 50;
    private static final Pattern KEY = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]{1,128}");
    private static final Pattern VALUE = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]{0,256}");

    private Tags() {}

    /// The tags with others added or changed.
    static Map<String, String> with(Map<String, String> tags, List<Tag> more) {
        Map<String, String> result = new LinkedHashMap<>(tags);
        for (Tag tag : more) {
            check(tag);
            result.keySet().stream()
                    .filter(key -> key.equalsIgnoreCase(tag.key()) && !key.equals(tag.key()))
                    .toList()
                    .forEach(result::remove);
            result.put(tag.key(), tag.value());
        }
        if (result.size() > MAXIMUM) {
            throw IamErrors.limitExceeded("The number of tags has reached the maximum limit.");
        }
        return result;
    }

    /// The tags of something new, where a key must not be given twice.
    static Map<String, String> of(List<Tag> tags) {
        long distinct = tags.stream()
                .map(tag -> tag.key().toLowerCase(Locale.ROOT))
                .distinct()
                .count();
        if (distinct < tags.size()) {
            throw IamErrors.invalidInput("Duplicate tag keys found. Please note that Tag keys are case insensitive.");
        }
        return with(Map.of(), tags);
    }

    static Map<String, String> without(Map<String, String> tags, Collection<String> keys) {
        Map<String, String> result = new LinkedHashMap<>(tags);
        result.keySet().removeIf(key -> keys.stream().anyMatch(key::equalsIgnoreCase));
        return result;
    }

    static List<Tag> list(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }

    private static void check(Tag tag) {
        if (!KEY.matcher(tag.key()).matches()
                || tag.key().toLowerCase(Locale.ROOT).startsWith("aws:")) {
            throw IamErrors.invalidInput("Tag key '" + tag.key() + "' is not valid.");
        }
        if (!VALUE.matcher(tag.value()).matches()) {
            throw IamErrors.invalidInput("The value of tag '" + tag.key() + "' is not valid.");
        }
    }
}
