package dev.envctl.sandbox.aws.ec2;

import dev.envctl.sandbox.aws.AwsError;
import dev.envctl.sandbox.aws.Call;
import dev.envctl.sandbox.aws.Operation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.CreateTagsRequest;
import software.amazon.awssdk.services.ec2.model.CreateTagsResponse;
import software.amazon.awssdk.services.ec2.model.DeleteTagsRequest;
import software.amazon.awssdk.services.ec2.model.DeleteTagsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeTagsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeTagsResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagDescription;

/// Tags of any EC2 resource, by id.
final class TagOperations {

    private TagOperations() {}

    static List<Operation<?, ?>> operations() {
        return List.of(
                Operation.of("CreateTags", CreateTagsRequest::builder, TagOperations::create),
                Operation.of("DeleteTags", DeleteTagsRequest::builder, TagOperations::delete),
                Operation.of("DescribeTags", DescribeTagsRequest::builder, TagOperations::describe));
    }

    private static CreateTagsResponse create(CreateTagsRequest request, Call call) {
        var store = new Ec2Store(call.world());
        var tags = Tagging.checked(request.tags());
        for (var id : request.resources()) {
            requireExists(store, id);
            store.putTags(id, tags);
            Tagging.checkCount(store.tags(id));
        }
        return CreateTagsResponse.builder().build();
    }

    /// A tag given with a value is removed only if it has that value; no tags at all means every tag.
    private static DeleteTagsResponse delete(DeleteTagsRequest request, Call call) {
        var store = new Ec2Store(call.world());
        for (var id : request.resources()) {
            requireExists(store, id);
            var kept = new LinkedHashMap<>(store.tags(id));
            kept.entrySet().removeIf(tag -> goes(request.tags(), tag));
            store.taggings().put(id, new TagsRow(id, Collections.unmodifiableMap(kept)));
        }
        return DeleteTagsResponse.builder().build();
    }

    private static boolean goes(List<Tag> requested, Map.Entry<String, String> tag) {
        if (tag.getKey().startsWith("aws:")) {
            return false;
        }
        return requested.isEmpty()
                || requested.stream()
                        .anyMatch(wanted -> tag.getKey().equals(wanted.key())
                                && (wanted.value() == null || tag.getValue().equals(wanted.value())));
    }

    /// Tagging spells the missing group differently from the calls about groups.
    private static void requireExists(Ec2Store store, String id) {
        var type = ResourceType.ofId(id)
                .orElseThrow(() -> new AwsError("InvalidID", 400, "The ID '%s' is not valid".formatted(id)));
        if (store.exists(type, id)) {
            return;
        }
        throw type == ResourceType.SECURITY_GROUP
                ? new AwsError(
                        "InvalidSecurityGroupID.NotFound",
                        400,
                        "The securityGroup ID '%s' does not exist".formatted(id))
                : type.notFound(id);
    }

    private static DescribeTagsResponse describe(DescribeTagsRequest request, Call call) {
        if (request.maxResults() != null && (request.maxResults() < 5 || request.maxResults() > 1000)) {
            throw new AwsError(
                    "InvalidParameterValue",
                    400,
                    "Value ( %d ) for parameter maxResults is invalid. Expecting a value between 5 and 1000."
                            .formatted(request.maxResults()));
        }
        var matching = all(new Ec2Store(call.world())).stream()
                .filter(tag -> request.filters().stream().allMatch(filter -> matches(tag, filter)))
                .toList();
        var page = Listing.page(
                matching, Optional.ofNullable(request.maxResults()), Optional.ofNullable(request.nextToken()));
        return DescribeTagsResponse.builder()
                .tags(page.rows())
                .nextToken(page.nextToken().orElse(null))
                .build();
    }

    private static List<TagDescription> all(Ec2Store store) {
        var all = new ArrayList<TagDescription>();
        for (var row : store.taggings().rows()) {
            var type = ResourceType.ofId(row.resourceId())
                    .map(ResourceType::tagName)
                    .orElse("");
            row.tags()
                    .forEach((key, value) -> all.add(TagDescription.builder()
                            .resourceId(row.resourceId())
                            .resourceType(type)
                            .key(key)
                            .value(value)
                            .build()));
        }
        return all;
    }

    private static boolean matches(TagDescription tag, Filter filter) {
        var actual = switch (filter.name()) {
            case "key" -> tag.key();
            case "value" -> tag.value();
            case "resource-id" -> tag.resourceId();
            case "resource-type" -> tag.resourceTypeAsString();
            case String name when name.equals("tag:" + tag.key()) -> tag.value();
            case String name when name.startsWith("tag:") -> "";
            case String name ->
                throw new AwsError("InvalidParameterValue", 400, "The filter '%s' is invalid".formatted(name));
        };
        return filter.values().stream()
                .anyMatch(value -> Listing.wildcard(value).matcher(actual).matches());
    }
}
