package dev.envctl.sandbox.aws.ec2;

import dev.envctl.sandbox.aws.AwsError;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/// Tags between EC2's lists and maps, with EC2's limits.
final class Tagging {

    private static final int MAXIMUM = 50;

    private Tagging() {}

    static List<Tag> tags(Ec2Store store, String resourceId) {
        return store.tags(resourceId).entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }

    /// The tags a create call carries for what it makes; specifications for anything else are refused.
    static Map<String, String> specified(List<TagSpecification> specifications, ResourceType type) {
        var tags = new LinkedHashMap<String, String>();
        for (var specification : specifications) {
            if (!type.tagName().equals(specification.resourceTypeAsString())) {
                throw new AwsError(
                        "InvalidParameterValue",
                        400,
                        "'%s' is not a valid taggable resource type for this operation."
                                .formatted(specification.resourceTypeAsString()));
            }
            tags.putAll(checked(specification.tags()));
        }
        return tags;
    }

    static Map<String, String> checked(List<Tag> tags) {
        var checked = new LinkedHashMap<String, String>();
        for (var tag : tags) {
            checked.put(checkedKey(tag), Optional.ofNullable(tag.value()).orElse(""));
        }
        checkCount(checked);
        return checked;
    }

    static void checkCount(Map<String, String> tags) {
        if (tags.keySet().stream().filter(key -> !key.startsWith("aws:")).count() > MAXIMUM) {
            throw new AwsError("TagLimitExceeded", 400, "More than 50 tags specified");
        }
    }

    private static String checkedKey(Tag tag) {
        var key = Optional.ofNullable(tag.key()).orElse("");
        if (key.startsWith("aws:")) {
            throw invalid("Tag keys starting with 'aws:' are reserved for internal use");
        }
        if (key.isEmpty() || key.length() > 128) {
            throw invalid("Tag key must be between 1 and 128 characters long: '%s'".formatted(key));
        }
        if (tag.value() != null && tag.value().length() > 256) {
            throw invalid("Tag value exceeds the maximum length of 256 characters");
        }
        return key;
    }

    private static AwsError invalid(String message) {
        return new AwsError("InvalidParameterValue", 400, message);
    }
}
