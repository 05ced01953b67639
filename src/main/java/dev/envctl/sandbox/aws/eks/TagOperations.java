package dev.envctl.sandbox.aws.eks;

import dev.envctl.sandbox.World;
import dev.envctl.sandbox.aws.AwsError;
import dev.envctl.sandbox.aws.Call;
import dev.envctl.sandbox.aws.Operation;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import software.amazon.awssdk.services.eks.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.eks.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.eks.model.TagResourceRequest;
import software.amazon.awssdk.services.eks.model.TagResourceResponse;
import software.amazon.awssdk.services.eks.model.UntagResourceRequest;
import software.amazon.awssdk.services.eks.model.UntagResourceResponse;

/// Tags of clusters and what belongs to them, by ARN.
final class TagOperations {

    private TagOperations() {}

    static List<Operation<?, ?>> operations() {
        return List.of(
                Operation.rest(
                        "TagResource", "POST", "/tags/{resourceArn}", TagResourceRequest::builder, TagOperations::tag),
                Operation.rest(
                        "UntagResource",
                        "DELETE",
                        "/tags/{resourceArn}",
                        UntagResourceRequest::builder,
                        TagOperations::untag),
                Operation.rest(
                        "ListTagsForResource",
                        "GET",
                        "/tags/{resourceArn}",
                        ListTagsForResourceRequest::builder,
                        TagOperations::list));
    }

    /// A thing with tags: what they are, and how to store others.
    private record Tagged(String arn, Map<String, String> tags, TagWriter store) {
        @FunctionalInterface
        interface TagWriter {
            void put(Map<String, String> tags);
        }
    }

    private static TagResourceResponse tag(TagResourceRequest request, Call call) {
        var tagged = find(call.world(), request.resourceArn());
        var tags = new LinkedHashMap<>(tagged.tags());
        tags.putAll(request.tags());
        Tags.check(tags);
        tagged.store().put(Collections.unmodifiableMap(tags));
        return TagResourceResponse.builder().build();
    }

    private static UntagResourceResponse untag(UntagResourceRequest request, Call call) {
        var tagged = find(call.world(), request.resourceArn());
        var tags = new LinkedHashMap<>(tagged.tags());
        request.tagKeys().forEach(tags::remove);
        tagged.store().put(Collections.unmodifiableMap(tags));
        return UntagResourceResponse.builder().build();
    }

    private static ListTagsForResourceResponse list(ListTagsForResourceRequest request, Call call) {
        return ListTagsForResourceResponse.builder()
                .tags(find(call.world(), request.resourceArn()).tags())
                .build();
    }

    private static Tagged find(World world, String arn) {
        if (!arn.startsWith("arn:aws:eks:")) {
            throw new AwsError("BadRequestException", 400, "Invalid ARN: " + arn);
        }
        var store = new EksStore(world);
        return of(
                        store.clusters().rows(),
                        arn,
                        ClusterRow::arn,
                        ClusterRow::tags,
                        (row, tags) -> store.clusters().put(row.name(), row.withTags(tags)))
                .or(() -> of(
                        store.accessEntries().rows(),
                        arn,
                        AccessEntryRow::arn,
                        AccessEntryRow::tags,
                        (row, tags) -> store.putAccessEntry(row.withTags(tags))))
                .or(() -> of(
                        store.nodegroups().rows(),
                        arn,
                        NodegroupRow::arn,
                        NodegroupRow::tags,
                        (row, tags) -> store.nodegroups().put(row.key(), row.withTags(tags))))
                .or(() -> of(
                        store.addons().rows(),
                        arn,
                        AddonRow::arn,
                        AddonRow::tags,
                        (row, tags) -> store.addons().put(row.key(), row.withTags(tags))))
                .or(() -> of(
                        store.fargateProfiles().rows(),
                        arn,
                        FargateProfileRow::arn,
                        FargateProfileRow::tags,
                        (row, tags) -> store.fargateProfiles().put(row.key(), row.withTags(tags))))
                .or(() -> of(
                        store.podIdentities().rows(),
                        arn,
                        PodIdentityRow::arn,
                        PodIdentityRow::tags,
                        (row, tags) -> store.podIdentities().put(row.associationId(), row.withTags(tags))))
                .orElseThrow(() -> new AwsError("NotFoundException", 404, "No resource found for ARN: " + arn));
    }

    private static <T> Optional<Tagged> of(
            List<T> rows,
            String arn,
            Function<T, String> arnOf,
            Function<T, Map<String, String>> tagsOf,
            BiConsumer<T, Map<String, String>> store) {
        return rows.stream()
                .filter(row -> arnOf.apply(row).equals(arn))
                .findFirst()
                .map(row -> new Tagged(arn, tagsOf.apply(row), tags -> store.accept(row, tags)));
    }
}
