package dev.envctl.sandbox.aws.emrcontainers;

import dev.envctl.sandbox.World;
import dev.envctl.sandbox.aws.Call;
import dev.envctl.sandbox.aws.Identifiers;
import dev.envctl.sandbox.aws.Operation;
import dev.envctl.sandbox.aws.eks.EksStore;
import dev.envctl.sandbox.aws.emrcontainers.VirtualClusterRow.State;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.emrcontainers.model.ContainerInfo;
import software.amazon.awssdk.services.emrcontainers.model.ContainerProvider;
import software.amazon.awssdk.services.emrcontainers.model.ContainerProviderType;
import software.amazon.awssdk.services.emrcontainers.model.CreateVirtualClusterRequest;
import software.amazon.awssdk.services.emrcontainers.model.CreateVirtualClusterResponse;
import software.amazon.awssdk.services.emrcontainers.model.DeleteVirtualClusterRequest;
import software.amazon.awssdk.services.emrcontainers.model.DeleteVirtualClusterResponse;
import software.amazon.awssdk.services.emrcontainers.model.DescribeVirtualClusterRequest;
import software.amazon.awssdk.services.emrcontainers.model.DescribeVirtualClusterResponse;
import software.amazon.awssdk.services.emrcontainers.model.EksInfo;
import software.amazon.awssdk.services.emrcontainers.model.ListVirtualClustersRequest;
import software.amazon.awssdk.services.emrcontainers.model.ListVirtualClustersResponse;
import software.amazon.awssdk.services.emrcontainers.model.VirtualCluster;

/// Virtual clusters. They run at once, take a minute to terminate, and stay listed.
record VirtualClusterOperations(EmrAccess access) {

    private static final Duration TERMINATION = Duration.ofMinutes(1);
    private static final String NAMESPACE = "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?";

    List<Operation<?, ?>> operations() {
        return List.of(
                Operation.rest(
                        "CreateVirtualCluster",
                        "POST",
                        "/virtualclusters",
                        CreateVirtualClusterRequest::builder,
                        this::create),
                Operation.rest(
                        "DescribeVirtualCluster",
                        "GET",
                        "/virtualclusters/{virtualClusterId}",
                        DescribeVirtualClusterRequest::builder,
                        VirtualClusterOperations::describe),
                Operation.rest(
                        "ListVirtualClusters",
                        "GET",
                        "/virtualclusters",
                        ListVirtualClustersRequest::builder,
                        VirtualClusterOperations::list),
                Operation.rest(
                        "DeleteVirtualCluster",
                        "DELETE",
                        "/virtualclusters/{virtualClusterId}",
                        DeleteVirtualClusterRequest::builder,
                        VirtualClusterOperations::delete));
    }

    private CreateVirtualClusterResponse create(CreateVirtualClusterRequest request, Call call) {
        Refusals.checkName(request.name());
        Refusals.checkClientToken(request.clientToken());
        Refusals.checkTags(request.tags());
        var store = new EmrContainersStore(call.world());
        var row =
                store.virtualClusters().where(existing -> existing.clientToken().equals(request.clientToken())).stream()
                        .findFirst()
                        .orElseGet(() -> created(store, request, call));
        return CreateVirtualClusterResponse.builder()
                .id(row.id())
                .name(row.name())
                .arn(row.arn())
                .build();
    }

    private VirtualClusterRow created(EmrContainersStore store, CreateVirtualClusterRequest request, Call call) {
        if (request.securityConfigurationId() != null
                && store.securityConfigurations()
                        .get(request.securityConfigurationId())
                        .isEmpty()) {
            throw Refusals.notFound(
                    "SecurityConfiguration %s doesn't exist.".formatted(request.securityConfigurationId()));
        }
        var clusterName = clusterName(request.containerProvider(), call);
        var info = eksInfo(request.containerProvider());
        checkNamespace(store, clusterName, info.namespace(), call.world());
        var id = Identifiers.base36(call.world(), "virtual-cluster", 25);
        var row = new VirtualClusterRow(
                id,
                request.name(),
                "arn:aws:emr-containers:%s:%s:/virtualclusters/%s".formatted(call.region(), call.accountId(), id),
                clusterName,
                info.namespace(),
                Optional.ofNullable(info.nodeLabel()),
                access.isGrantedByAccessEntry(call.world(), clusterName, info.namespace()),
                Optional.ofNullable(request.securityConfigurationId()),
                request.clientToken(),
                State.RUNNING,
                Optional.empty(),
                call.now(),
                request.tags());
        store.put(row);
        return row;
    }

    private static String clusterName(@Nullable ContainerProvider provider, Call call) {
        if (provider == null || provider.id() == null || provider.type() != ContainerProviderType.EKS) {
            throw Refusals.invalid("containerProvider must have an id and be of type EKS.");
        }
        return new EksStore(call.world())
                .clusters()
                .get(provider.id())
                .orElseThrow(() -> Refusals.invalid("EKS cluster %s doesn't exist.".formatted(provider.id())))
                .name();
    }

    /// The model calls it optional, the service does not.
    private static EksInfo eksInfo(ContainerProvider provider) {
        var info = provider.info() == null ? null : provider.info().eksInfo();
        if (info == null || info.namespace() == null || !info.namespace().matches(NAMESPACE)) {
            throw Refusals.invalid("containerProvider.info.eksInfo must have a valid namespace.");
        }
        return info;
    }

    private void checkNamespace(EmrContainersStore store, String clusterName, String namespace, World world) {
        if (!access.view(world, clusterName).namespaceExists(namespace)) {
            throw Refusals.invalid("Namespace %s doesn't exist in EKS cluster %s.".formatted(namespace, clusterName));
        }
        if (!access.isGranted(world, clusterName, namespace)) {
            throw Refusals.invalid(
                    "Amazon EMR has insufficient permissions in namespace %s of EKS cluster %s. Map the role AWSServiceRoleForAmazonEMRContainers to the user emr-containers and bind it in the namespace, or give it an access entry."
                            .formatted(namespace, clusterName));
        }
        var taken = store.virtualClusters().rows().stream()
                .anyMatch(row -> row.holdsItsNamespace()
                        && row.clusterName().equals(clusterName)
                        && row.namespace().equals(namespace));
        if (taken) {
            throw Refusals.invalid("A virtual cluster already exists in the given namespace");
        }
    }

    static VirtualClusterRow find(Call call, String id) {
        return new EmrContainersStore(call.world())
                .virtualClusters()
                .get(id)
                .orElseThrow(() -> Refusals.notFound("Virtual cluster %s doesn't exist.".formatted(id)));
    }

    private static DescribeVirtualClusterResponse describe(DescribeVirtualClusterRequest request, Call call) {
        return DescribeVirtualClusterResponse.builder()
                .virtualCluster(described(find(call, request.id())))
                .build();
    }

    private static VirtualCluster described(VirtualClusterRow row) {
        return VirtualCluster.builder()
                .id(row.id())
                .name(row.name())
                .arn(row.arn())
                .state(row.state().name())
                .securityConfigurationId(row.securityConfigurationId().orElse(null))
                .containerProvider(ContainerProvider.builder()
                        .type(ContainerProviderType.EKS)
                        .id(row.clusterName())
                        .info(ContainerInfo.builder()
                                .eksInfo(EksInfo.builder()
                                        .namespace(row.namespace())
                                        .nodeLabel(row.nodeLabel().orElse(null))
                                        .build())
                                .build())
                        .build())
                .createdAt(row.createdAt())
                .tags(row.tags())
                .build();
    }

    /// Terminated ones included, unless the states asked for leave them out.
    private static ListVirtualClustersResponse list(ListVirtualClustersRequest request, Call call) {
        var states = request.statesAsStrings();
        var matching = new EmrContainersStore(call.world())
                .virtualClusters().rows().stream()
                        .filter(row ->
                                states.isEmpty() || states.contains(row.state().name()))
                        .filter(row -> request.containerProviderId() == null
                                || row.clusterName().equals(request.containerProviderId()))
                        .filter(row -> request.containerProviderTypeAsString() == null
                                || request.containerProviderTypeAsString().equals("EKS"))
                        .filter(row -> request.createdAfter() == null
                                || row.createdAt().isAfter(request.createdAfter()))
                        .filter(row -> request.createdBefore() == null
                                || row.createdAt().isBefore(request.createdBefore()))
                        .filter(row -> request.eksAccessEntryIntegrated() == null
                                || row.accessEntryIntegrated() == request.eksAccessEntryIntegrated())
                        .toList();
        var page = Refusals.page(matching, request.nextToken(), request.maxResults());
        return ListVirtualClustersResponse.builder()
                .virtualClusters(page.rows().stream()
                        .map(VirtualClusterOperations::described)
                        .toList())
                .nextToken(page.nextToken().orElse(null))
                .build();
    }

    /// Deleting declares no not-found error: what is missing is a validation error too.
    private static DeleteVirtualClusterResponse delete(DeleteVirtualClusterRequest request, Call call) {
        var store = new EmrContainersStore(call.world());
        var row = store.virtualClusters()
                .get(request.id())
                .orElseThrow(() -> Refusals.invalid("Virtual cluster %s is not found.".formatted(request.id())));
        if (row.state() == State.TERMINATED) {
            throw Refusals.invalid("Virtual cluster %s is already terminated.".formatted(row.id()));
        }
        if (store.endpointsOf(row.id()).stream().anyMatch(EndpointRow::isLive)) {
            throw Refusals.invalid(
                    "Virtual cluster %s has managed endpoints that are not terminated.".formatted(row.id()));
        }
        if (row.state() != State.TERMINATING) {
            store.put(row.withState(State.TERMINATING, Optional.of(call.now().plus(TERMINATION))));
        }
        return DeleteVirtualClusterResponse.builder().id(row.id()).build();
    }

    /// A termination that EMR has lost its permissions for is arrested; it can be deleted again.
    static void settle(World world, EmrAccess access) {
        var store = new EmrContainersStore(world);
        store.virtualClusters()
                .where(row -> row.isDue(world.now()))
                .forEach(row -> store.put(row.withState(
                        access.isGranted(world, row.clusterName(), row.namespace()) ? State.TERMINATED : State.ARRESTED,
                        Optional.empty())));
    }
}
