package dev.envctl.sandbox.aws.s3;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.s3.model.Tag;

/// The tags of a bucket, which are always set as a whole.
final class BucketTags {

    private BucketTags() {}

    static Map<String, String> of(List<Tag> tags) {
        Map<String, String> result = new LinkedHashMap<>();
        for (Tag tag : tags) {
            check(tag);
            if (result.containsKey(tag.key())) {
                throw S3Errors.invalidTag("Cannot provide multiple Tags with the same key");
            }
            result.put(tag.key(), tag.value());
        }
        if (result.size() > 50) {
            throw S3Errors.invalidTag("Bucket tag count cannot be greater than 50");
        }
        return result;
    }

    private static void check(Tag tag) {
        if (tag.key().isEmpty() || tag.key().length() > 128) {
            throw S3Errors.invalidTag("The TagKey you have provided is invalid");
        }
        if (tag.key().startsWith("aws:")) {
            throw S3Errors.invalidTag("System tags cannot be added/updated by requester");
        }
        if (tag.value().length() > 256) {
            throw S3Errors.invalidTag("The TagValue you have provided is invalid");
        }
    }

    static List<Tag> list(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }
}
