package dev.envctl.sandbox.aws.tagging;

import dev.envctl.sandbox.World;
import dev.envctl.sandbox.aws.AwsError;
import dev.envctl.sandbox.aws.Call;
import dev.envctl.sandbox.aws.EmulatedService;
import dev.envctl.sandbox.aws.Operation;
import dev.envctl.sandbox.aws.Pages;
import dev.envctl.sandbox.aws.Protocol;
import dev.envctl.sandbox.aws.TaggedResources;
import dev.envctl.sandbox.aws.TaggedResources.Tagged;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.GetResourcesRequest;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.GetResourcesResponse;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.ResourceTagMapping;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.Tag;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.TagFilter;

/// The Resource Groups Tagging API. With a lag, it shows each change only after that time: what is new is missing, and
/// what was deleted is still there.
public final class TaggingService implements EmulatedService {

    private final List<TaggedResources> sources;
    private final LaggingListing listing;

    public TaggingService(List<TaggedResources> sources, Duration lag) {
        this.sources = List.copyOf(sources);
        this.listing = new LaggingListing(lag);
    }

    @Override
    public String signingName() {
        return "tagging";
    }

    @Override
    public Protocol protocol() {
        return Protocol.JSON_1_1;
    }

    @Override
    public String targetOrVersion() {
        return "ResourceGroupsTaggingAPI_20170126";
    }

    @Override
    public List<Operation<?, ?>> operations() {
        return List.of(Operation.of("GetResources", GetResourcesRequest::builder, this::getResources));
    }

    @Override
    public void settle(World world) {
        if (listing.isLagging()) {
            listing.update(world, live(world));
        }
    }

    private List<Tagged> live(World world) {
        return sources.stream()
                .flatMap(source -> source.taggedResources(world).stream())
                .toList();
    }

    private GetResourcesResponse getResources(GetResourcesRequest request, Call call) {
        check(request);
        List<Tagged> shown = listing.isLagging() ? listing.shown(call.world()) : live(call.world());
        List<Tagged> found = shown.stream()
                .filter(resource -> resource.region().equals(call.region()))
                .filter(resource -> request.resourceARNList().isEmpty()
                        || request.resourceARNList().contains(resource.arn()))
                .filter(resource -> hasType(resource.arn(), request.resourceTypeFilters()))
                .filter(resource -> hasTags(resource.tags(), request.tagFilters()))
                .toList();
        int size = Optional.ofNullable(request.resourcesPerPage()).orElse(100);
        String token = Optional.ofNullable(request.paginationToken()).orElse("");
        var page = Pages.page(
                found,
                token.isEmpty() ? null : token,
                size,
                _ -> new AwsError("PaginationTokenExpiredException", 400, "The pagination token is not valid."));
        return GetResourcesResponse.builder()
                .resourceTagMappingList(
                        page.rows().stream().map(TaggingService::mapping).toList())
                .paginationToken(page.nextToken().orElse(""))
                .build();
    }

    private static void check(GetResourcesRequest request) {
        int size = Optional.ofNullable(request.resourcesPerPage()).orElse(100);
        boolean filtered = !request.tagFilters().isEmpty()
                || !request.resourceTypeFilters().isEmpty();
        if (size < 1 || size > 100) {
            throw invalid("ResourcesPerPage must be between 1 and 100.");
        }
        if (!request.resourceARNList().isEmpty() && filtered) {
            throw invalid("ResourceARNList cannot be combined with filters.");
        }
        if (request.tagFilters().size() > 50) {
            throw invalid("At most 50 tag filters are admitted.");
        }
        if (request.tagFilters().stream().anyMatch(filter -> filter.values().size() > 20)) {
            throw invalid("At most 20 values are admitted per tag filter.");
        }
    }

    private static AwsError invalid(String message) {
        return new AwsError("InvalidParameterException", 400, message);
    }

    /// A type is a service, or a service and a kind: `ec2`, `ec2:security-group`.
    private static boolean hasType(String arn, List<String> types) {
        String[] parts = arn.split(":", 6);
        String service = parts[2];
        String kind = parts[5].replaceFirst("^/", "").split("[/:]", 2)[0];
        return types.isEmpty() || types.contains(service) || types.contains(service + ":" + kind);
    }

    /// All keys must be there, each with one of its values.
    private static boolean hasTags(Map<String, String> tags, List<TagFilter> filters) {
        return filters.stream()
                .allMatch(filter -> Optional.ofNullable(tags.get(filter.key()))
                        .filter(value ->
                                filter.values().isEmpty() || filter.values().contains(value))
                        .isPresent());
    }

    private static ResourceTagMapping mapping(Tagged resource) {
        return ResourceTagMapping.builder()
                .resourceARN(resource.arn())
                .tags(resource.tags().entrySet().stream()
                        .map(tag -> Tag.builder()
                                .key(tag.getKey())
                                .value(tag.getValue())
                                .build())
                        .toList())
                .build();
    }
}
