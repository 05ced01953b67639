package dev.envctl.aws.ec2;

import dev.envctl.aws.Tagging;
import dev.envctl.provider.Ownership;
import dev.envctl.provider.Session;
import dev.envctl.value.Ordered;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/// EC2's tag lists as maps and back, and the filters that find objects by them.
final class Ec2Tags {

    private Ec2Tags() {}

    static SequencedMap<String, String> map(List<Tag> tags) {
        return Ordered.sorted(Tagging.map(tags, Tag::key, Tag::value));
    }

    static TagSpecification atBirth(ResourceType type, Map<String, String> tags) {
        return TagSpecification.builder().resourceType(type).tags(list(tags)).build();
    }

    static Filter ownedBy(Session session) {
        return filter("tag:" + Ownership.ENVIRONMENT, session.place().owner());
    }

    /// What an earlier attempt to make the same object is known by.
    static List<Filter> bornAs(Ownership ownership) {
        return List.of(
                filter("tag:" + Ownership.ENVIRONMENT, ownership.environment()),
                filter("tag:" + Ownership.ADDRESS, ownership.address().toString()),
                filter("tag:" + Ownership.GENERATION, Integer.toString(ownership.generation())));
    }

    static Filter filter(String name, String value) {
        return Filter.builder().name(name).values(value).build();
    }

    /// Without a value, which means whatever value a tag has.
    static List<Tag> keys(List<String> keys) {
        return keys.stream().map(key -> Tag.builder().key(key).build()).toList();
    }

    static List<Tag> list(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }
}
