package dev.envctl.sandbox.aws.elasticloadbalancing;

import dev.envctl.sandbox.ClusterView;
import dev.envctl.sandbox.World;
import dev.envctl.sandbox.aws.AwsError;
import dev.envctl.sandbox.aws.Call;
import dev.envctl.sandbox.aws.EmulatedService;
import dev.envctl.sandbox.aws.Operation;
import dev.envctl.sandbox.aws.Pages;
import dev.envctl.sandbox.aws.Protocol;
import dev.envctl.sandbox.aws.TaggedResources;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenersResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTagsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTagsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetHealthRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetHealthResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Tag;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TagDescription;

public final class LoadBalancingService implements EmulatedService, TaggedResources {

    private static final int MAXIMUM_PAGE = 400;
    private static final int MAXIMUM_TAGGED = 20;

    private final TargetStates states;

    public LoadBalancingService(ClusterView.Clusters clusters) {
        this.states = new TargetStates(clusters);
    }

    @Override
    public String signingName() {
        return "elasticloadbalancing";
    }

    @Override
    public Protocol protocol() {
        return Protocol.QUERY;
    }

    @Override
    public String targetOrVersion() {
        return "2015-12-01";
    }

    @Override
    public List<Operation<?, ?>> operations() {
        return List.of(
                Operation.of(
                        "DescribeLoadBalancers",
                        DescribeLoadBalancersRequest::builder,
                        LoadBalancingService::loadBalancers),
                Operation.of(
                        "DescribeTargetGroups",
                        DescribeTargetGroupsRequest::builder,
                        LoadBalancingService::targetGroups),
                Operation.of("DescribeListeners", DescribeListenersRequest::builder, LoadBalancingService::listeners),
                Operation.of("DescribeTargetHealth", DescribeTargetHealthRequest::builder, this::targetHealth),
                Operation.of("DescribeTags", DescribeTagsRequest::builder, LoadBalancingService::tags));
    }

    private static DescribeLoadBalancersResponse loadBalancers(DescribeLoadBalancersRequest request, Call call) {
        var rows = new LoadBalancingStore(call.world()).loadBalancers().rows();
        var arns = known(request.loadBalancerArns(), rows, LoadBalancerRow::arn, "LoadBalancerNotFound");
        var names = known(request.names(), rows, LoadBalancerRow::name, "LoadBalancerNotFound");
        var selected = rows.stream()
                .filter(row -> arns.isEmpty() || arns.contains(row.arn()))
                .filter(row -> names.isEmpty() || names.contains(row.name()))
                .toList();
        var page = page(selected, request.marker(), request.pageSize());
        return DescribeLoadBalancersResponse.builder()
                .loadBalancers(
                        page.rows().stream().map(Descriptions::loadBalancer).toList())
                .nextMarker(page.nextToken().orElse(null))
                .build();
    }

    private static DescribeTargetGroupsResponse targetGroups(DescribeTargetGroupsRequest request, Call call) {
        var store = new LoadBalancingStore(call.world());
        var rows = store.targetGroups().rows();
        var arns = known(request.targetGroupArns(), rows, TargetGroupRow::arn, "TargetGroupNotFound");
        var names = known(request.names(), rows, TargetGroupRow::name, "TargetGroupNotFound");
        var balancers = known(
                Stream.ofNullable(request.loadBalancerArn()).toList(),
                store.loadBalancers().rows(),
                LoadBalancerRow::arn,
                "LoadBalancerNotFound");
        var selected = rows.stream()
                .filter(row -> arns.isEmpty() || arns.contains(row.arn()))
                .filter(row -> names.isEmpty() || names.contains(row.name()))
                .filter(row -> balancers.isEmpty() || balancers.contains(row.loadBalancerArn()))
                .toList();
        var page = page(selected, request.marker(), request.pageSize());
        return DescribeTargetGroupsResponse.builder()
                .targetGroups(
                        page.rows().stream().map(Descriptions::targetGroup).toList())
                .nextMarker(page.nextToken().orElse(null))
                .build();
    }

    private static DescribeListenersResponse listeners(DescribeListenersRequest request, Call call) {
        var store = new LoadBalancingStore(call.world());
        var rows = store.listeners().rows();
        if (request.loadBalancerArn() == null && request.listenerArns().isEmpty()) {
            throw new AwsError("ValidationError", 400, "You must specify either listener ARNs or a load balancer ARN");
        }
        var arns = known(request.listenerArns(), rows, ListenerRow::arn, "ListenerNotFound");
        var balancers = known(
                Stream.ofNullable(request.loadBalancerArn()).toList(),
                store.loadBalancers().rows(),
                LoadBalancerRow::arn,
                "LoadBalancerNotFound");
        var selected = rows.stream()
                .filter(row -> arns.isEmpty() || arns.contains(row.arn()))
                .filter(row -> balancers.isEmpty() || balancers.contains(row.loadBalancerArn()))
                .toList();
        var page = page(selected, request.marker(), request.pageSize());
        return DescribeListenersResponse.builder()
                .listeners(page.rows().stream().map(Descriptions::listener).toList())
                .nextMarker(page.nextToken().orElse(null))
                .build();
    }

    private DescribeTargetHealthResponse targetHealth(DescribeTargetHealthRequest request, Call call) {
        var group = new LoadBalancingStore(call.world())
                .targetGroups()
                .get(request.targetGroupArn())
                .orElseThrow(() -> new AwsError(
                        "TargetGroupNotFound",
                        400,
                        "Target groups '%s' not found".formatted(request.targetGroupArn())));
        return DescribeTargetHealthResponse.builder()
                .targetHealthDescriptions(group.targets().stream()
                        .map(target -> Descriptions.health(group, target, states.of(group, call.world())))
                        .toList())
                .build();
    }

    private static DescribeTagsResponse tags(DescribeTagsRequest request, Call call) {
        if (request.resourceArns().size() > MAXIMUM_TAGGED) {
            throw new AwsError("ValidationError", 400, "A maximum of 20 resource ARNs can be specified");
        }
        var store = new LoadBalancingStore(call.world());
        return DescribeTagsResponse.builder()
                .tagDescriptions(request.resourceArns().stream()
                        .map(arn -> TagDescription.builder()
                                .resourceArn(arn)
                                .tags(tagsOf(store, arn).entrySet().stream()
                                        .map(tag -> Tag.builder()
                                                .key(tag.getKey())
                                                .value(tag.getValue())
                                                .build())
                                        .toList())
                                .build())
                        .toList())
                .build();
    }

    private static Map<String, String> tagsOf(LoadBalancingStore store, String arn) {
        return store.loadBalancers()
                .get(arn)
                .map(LoadBalancerRow::tags)
                .or(() -> store.targetGroups().get(arn).map(TargetGroupRow::tags))
                .or(() -> store.listeners().get(arn).map(ListenerRow::tags))
                .orElseThrow(() -> notFound(arn));
    }

    private static AwsError notFound(String arn) {
        var code = arn.contains(":targetgroup/")
                ? "TargetGroupNotFound"
                : arn.contains(":listener/") ? "ListenerNotFound" : "LoadBalancerNotFound";
        return new AwsError(code, 400, "'%s' not found".formatted(arn));
    }

    private static <T> List<String> known(
            List<String> wanted, List<T> rows, Function<T, String> identity, String notFoundCode) {
        wanted.stream()
                .filter(value ->
                        rows.stream().noneMatch(row -> identity.apply(row).equals(value)))
                .findFirst()
                .ifPresent(missing -> {
                    throw new AwsError(notFoundCode, 400, "One or more of '[%s]' not found".formatted(missing));
                });
        return wanted;
    }

    private static <T> Pages.Page<T> page(List<T> rows, @Nullable String marker, @Nullable Integer pageSize) {
        var size = Optional.ofNullable(pageSize).orElse(MAXIMUM_PAGE);
        if (size < 1 || size > MAXIMUM_PAGE) {
            throw new AwsError("ValidationError", 400, "The page size must be between 1 and 400");
        }
        return Pages.page(rows, marker, size, token -> new AwsError("ValidationError", 400, "Invalid marker " + token));
    }

    @Override
    public List<Tagged> taggedResources(World world) {
        var store = new LoadBalancingStore(world);
        return Stream.of(
                        store.loadBalancers().rows().stream().map(row -> tagged(row.arn(), row.tags())),
                        store.targetGroups().rows().stream().map(row -> tagged(row.arn(), row.tags())),
                        store.listeners().rows().stream().map(row -> tagged(row.arn(), row.tags())))
                .flatMap(tagged -> tagged)
                .toList();
    }

    private static Tagged tagged(String arn, Map<String, String> tags) {
        return new Tagged(arn, arn.split(":", 6)[3], tags);
    }
}
