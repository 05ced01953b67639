package dev.envctl.aws.sights;

import dev.envctl.aws.AwsClients;
import dev.envctl.provider.Ownership;
import dev.envctl.trace.CloudSights.Endpoint;
import dev.envctl.trace.CloudSights.Studio;
import dev.envctl.trace.CloudSights.VirtualCluster;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.emr.model.StudioSummary;
import software.amazon.awssdk.services.emrcontainers.model.Certificate;
import software.amazon.awssdk.services.emrcontainers.model.VirtualClusterState;

/// Virtual clusters, endpoints and Studios.
record EmrSights(AwsClients clients) {

    List<VirtualCluster> virtualClusters() {
        return clients
                .emrContainers()
                .listVirtualClustersPaginator(request -> request.states(
                        VirtualClusterState.RUNNING, VirtualClusterState.TERMINATING, VirtualClusterState.ARRESTED))
                .virtualClusters()
                .stream()
                .map(EmrSights::virtualCluster)
                .toList();
    }

    private static VirtualCluster virtualCluster(
            software.amazon.awssdk.services.emrcontainers.model.VirtualCluster live) {
        return new VirtualCluster(
                live.id(),
                live.containerProvider().id(),
                live.containerProvider().info().eksInfo().namespace(),
                Ownership.from(live.tags()));
    }

    List<Endpoint> endpoints(VirtualCluster home) {
        return clients
                .emrContainers()
                .listManagedEndpointsPaginator(request -> request.virtualClusterId(home.id()))
                .endpoints()
                .stream()
                .map(live -> endpoint(live, home))
                .toList();
    }

    private static Endpoint endpoint(
            software.amazon.awssdk.services.emrcontainers.model.Endpoint live, VirtualCluster home) {
        return new Endpoint(
                live.id(),
                live.name(),
                home,
                live.stateAsString(),
                explanation(live),
                Optional.ofNullable(live.serverUrl()),
                Optional.ofNullable(live.securityGroup()),
                Optional.ofNullable(live.certificateAuthority()).map(Certificate::certificateArn),
                Ownership.from(live.tags()),
                Optional.ofNullable(live.createdAt()).orElse(Instant.EPOCH));
    }

    /// The service's words and its class of cause: `Insufficient rights on the cluster (USER_ERROR)`.
    private static Optional<String> explanation(software.amazon.awssdk.services.emrcontainers.model.Endpoint live) {
        String reason = Optional.ofNullable(live.failureReasonAsString())
                .map(" (%s)"::formatted)
                .orElse("");
        return Optional.ofNullable(live.stateDetails())
                .map(details -> details.strip().replaceFirst("\\.$", "") + reason);
    }

    /// The list has no groups, so each Studio of the VPC is read by itself; a VPC has few.
    List<Studio> studios(String vpcId) {
        return clients.emr().listStudiosPaginator(request -> {}).studios().stream()
                .filter(summary -> vpcId.equals(summary.vpcId()))
                .map(this::studio)
                .toList();
    }

    private Studio studio(StudioSummary summary) {
        var live = clients.emr()
                .describeStudio(request -> request.studioId(summary.studioId()))
                .studio();
        return new Studio(live.studioId(), live.name(), live.workspaceSecurityGroupId(), live.engineSecurityGroupId());
    }
}
