package dev.envctl.sandbox.aws.elasticmapreduce;

import dev.envctl.sandbox.aws.Call;
import dev.envctl.sandbox.aws.Operation;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.emr.model.AddTagsRequest;
import software.amazon.awssdk.services.emr.model.AddTagsResponse;
import software.amazon.awssdk.services.emr.model.RemoveTagsRequest;
import software.amazon.awssdk.services.emr.model.RemoveTagsResponse;
import software.amazon.awssdk.services.emr.model.Tag;

/// Tags of Studios, by Studio id.
final class TagOperations {

    private static final int MAXIMUM = 50;

    private TagOperations() {}

    static List<Operation<?, ?>> operations() {
        return List.of(
                Operation.of("AddTags", AddTagsRequest::builder, TagOperations::add),
                Operation.of("RemoveTags", RemoveTagsRequest::builder, TagOperations::remove));
    }

    private static AddTagsResponse add(AddTagsRequest request, Call call) {
        var store = new StudioStore(call.world());
        var studio = store.studio(request.resourceId());
        var tags = new LinkedHashMap<>(studio.tags());
        tags.putAll(checked(request.tags()));
        checkCount(tags);
        store.studios().put(studio.studioId(), studio.withTags(Collections.unmodifiableMap(tags)));
        return AddTagsResponse.builder().build();
    }

    private static RemoveTagsResponse remove(RemoveTagsRequest request, Call call) {
        var store = new StudioStore(call.world());
        var studio = store.studio(request.resourceId());
        var tags = new LinkedHashMap<>(studio.tags());
        request.tagKeys().forEach(tags::remove);
        store.studios().put(studio.studioId(), studio.withTags(Collections.unmodifiableMap(tags)));
        return RemoveTagsResponse.builder().build();
    }

    static Map<String, String> checked(List<Tag> tags) {
        var checked = new LinkedHashMap<String, String>();
        for (var tag : tags) {
            var key = Optional.ofNullable(tag.key()).orElse("");
            var value = Optional.ofNullable(tag.value()).orElse("");
            if (key.isEmpty() || key.length() > 128 || value.length() > 256 || key.startsWith("aws:")) {
                throw StudioStore.invalid("Tag '%s' is invalid.".formatted(key));
            }
            checked.put(key, value);
        }
        checkCount(checked);
        return checked;
    }

    private static void checkCount(Map<String, String> tags) {
        if (tags.size() > MAXIMUM) {
            throw StudioStore.invalid("A Studio has at most 50 tags.");
        }
    }

    static List<Tag> tags(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }
}
