package dev.envctl.sandbox.aws.emrcontainers;

import dev.envctl.sandbox.aws.Call;
import dev.envctl.sandbox.aws.Operation;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.emrcontainers.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.emrcontainers.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.emrcontainers.model.TagResourceRequest;
import software.amazon.awssdk.services.emrcontainers.model.TagResourceResponse;
import software.amazon.awssdk.services.emrcontainers.model.UntagResourceRequest;
import software.amazon.awssdk.services.emrcontainers.model.UntagResourceResponse;

/// Tags of virtual clusters and endpoints, by ARN; those of nothing else can be changed.
final class TagOperations {

    private static final Pattern ARN = Pattern.compile(
            "arn:aws:emr-containers:[a-z0-9-]+:[0-9]{12}:/virtualclusters/([^/]+)(?:/endpoints/([^/]+))?");

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

    private static TagResourceResponse tag(TagResourceRequest request, Call call) {
        change(call, request.resourceArn(), tags -> {
            var changed = new LinkedHashMap<>(tags);
            changed.putAll(request.tags());
            return changed;
        });
        return TagResourceResponse.builder().build();
    }

    private static UntagResourceResponse untag(UntagResourceRequest request, Call call) {
        change(call, request.resourceArn(), tags -> {
            var changed = new LinkedHashMap<>(tags);
            request.tagKeys().forEach(changed::remove);
            return changed;
        });
        return UntagResourceResponse.builder().build();
    }

    private static ListTagsForResourceResponse list(ListTagsForResourceRequest request, Call call) {
        return ListTagsForResourceResponse.builder()
                .tags(change(call, request.resourceArn(), tags -> tags))
                .build();
    }

    private static Map<String, String> change(Call call, String arn, UnaryOperator<Map<String, String>> change) {
        var parts = ARN.matcher(arn);
        if (!parts.matches()) {
            throw Refusals.invalid(
                    "1 validation error detected: Value '%s' at 'resourceArn' is invalid".formatted(arn));
        }
        var store = new EmrContainersStore(call.world());
        return Optional.ofNullable(parts.group(2))
                .map(endpointId -> changeEndpoint(store, endpointId, change))
                .orElseGet(() -> changeVirtualCluster(store, parts.group(1), change))
                .orElseThrow(() -> Refusals.notFound("Resource %s doesn't exist.".formatted(arn)));
    }

    private static Optional<Map<String, String>> changeEndpoint(
            EmrContainersStore store, String id, UnaryOperator<Map<String, String>> change) {
        return store.endpoints().get(id).map(row -> {
            var tags = checked(change.apply(row.tags()));
            store.put(row.withTags(tags));
            return tags;
        });
    }

    private static Optional<Map<String, String>> changeVirtualCluster(
            EmrContainersStore store, String id, UnaryOperator<Map<String, String>> change) {
        return store.virtualClusters().get(id).map(row -> {
            var tags = checked(change.apply(row.tags()));
            store.put(row.withTags(tags));
            return tags;
        });
    }

    private static Map<String, String> checked(Map<String, String> tags) {
        Refusals.checkTags(tags);
        return Collections.unmodifiableMap(tags);
    }
}
