package dev.envctl.aws.ec2;

import dev.envctl.aws.Tagging;
import dev.envctl.value.Ordered;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import software.amazon.awssdk.services.ec2.model.Tag;

/// EC2's tag lists as maps and back.
final class Ec2Tags {

    private Ec2Tags() {}

    static SequencedMap<String, String> map(List<Tag> tags) {
        return Ordered.sorted(Tagging.map(tags, Tag::key, Tag::value));
    }

    static List<Tag> list(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }
}
