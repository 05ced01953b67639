package dev.envctl.aws.iam;

import dev.envctl.aws.Tagging;
import dev.envctl.value.Ordered;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import software.amazon.awssdk.services.iam.model.Tag;

/// IAM's tag lists as maps and back.
final class IamTags {

    private IamTags() {}

    static SequencedMap<String, String> map(List<Tag> tags) {
        return Ordered.sorted(Tagging.map(tags, Tag::key, Tag::value));
    }

    static List<Tag> list(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }
}
