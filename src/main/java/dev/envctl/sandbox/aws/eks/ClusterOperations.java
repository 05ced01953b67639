package dev.envctl.sandbox.aws.eks;

import dev.envctl.sandbox.KubernetesApi;
import dev.envctl.sandbox.aws.Call;
import dev.envctl.sandbox.aws.Operation;
import java.util.List;
import software.amazon.awssdk.services.eks.model.DescribeAddonRequest;
import software.amazon.awssdk.services.eks.model.DescribeAddonResponse;
import software.amazon.awssdk.services.eks.model.DescribeClusterRequest;
import software.amazon.awssdk.services.eks.model.DescribeClusterResponse;
import software.amazon.awssdk.services.eks.model.DescribeFargateProfileRequest;
import software.amazon.awssdk.services.eks.model.DescribeFargateProfileResponse;
import software.amazon.awssdk.services.eks.model.DescribeNodegroupRequest;
import software.amazon.awssdk.services.eks.model.DescribeNodegroupResponse;
import software.amazon.awssdk.services.eks.model.ListAddonsRequest;
import software.amazon.awssdk.services.eks.model.ListAddonsResponse;
import software.amazon.awssdk.services.eks.model.ListClustersRequest;
import software.amazon.awssdk.services.eks.model.ListClustersResponse;
import software.amazon.awssdk.services.eks.model.ListFargateProfilesRequest;
import software.amazon.awssdk.services.eks.model.ListFargateProfilesResponse;
import software.amazon.awssdk.services.eks.model.ListNodegroupsRequest;
import software.amazon.awssdk.services.eks.model.ListNodegroupsResponse;
import software.amazon.awssdk.services.eks.model.ListPodIdentityAssociationsRequest;
import software.amazon.awssdk.services.eks.model.ListPodIdentityAssociationsResponse;

/// Reading clusters and what belongs to them. No cluster of the sandbox has Fargate profiles or pod identities yet.
final class ClusterOperations {

    private ClusterOperations() {}

    static List<Operation<?, ?>> operations() {
        return List.of(
                Operation.rest(
                        "DescribeCluster",
                        "GET",
                        "/clusters/{name}",
                        DescribeClusterRequest::builder,
                        ClusterOperations::cluster),
                Operation.rest(
                        "ListClusters", "GET", "/clusters", ListClustersRequest::builder, ClusterOperations::clusters),
                Operation.rest(
                        "DescribeNodegroup",
                        "GET",
                        "/clusters/{name}/node-groups/{nodegroupName}",
                        DescribeNodegroupRequest::builder,
                        ClusterOperations::nodegroup),
                Operation.rest(
                        "ListNodegroups",
                        "GET",
                        "/clusters/{name}/node-groups",
                        ListNodegroupsRequest::builder,
                        ClusterOperations::nodegroups),
                Operation.rest(
                        "DescribeAddon",
                        "GET",
                        "/clusters/{name}/addons/{addonName}",
                        DescribeAddonRequest::builder,
                        ClusterOperations::addon),
                Operation.rest(
                        "ListAddons",
                        "GET",
                        "/clusters/{name}/addons",
                        ListAddonsRequest::builder,
                        ClusterOperations::addons),
                Operation.rest(
                        "DescribeFargateProfile",
                        "GET",
                        "/clusters/{name}/fargate-profiles/{fargateProfileName}",
                        DescribeFargateProfileRequest::builder,
                        ClusterOperations::fargateProfile),
                Operation.rest(
                        "ListFargateProfiles",
                        "GET",
                        "/clusters/{name}/fargate-profiles",
                        ListFargateProfilesRequest::builder,
                        ClusterOperations::fargateProfiles),
                Operation.rest(
                        "ListPodIdentityAssociations",
                        "GET",
                        "/clusters/{name}/pod-identity-associations",
                        ListPodIdentityAssociationsRequest::builder,
                        ClusterOperations::podIdentityAssociations));
    }

    private static DescribeClusterResponse cluster(DescribeClusterRequest request, Call call) {
        var cluster = Refusals.cluster(call, request.name());
        return DescribeClusterResponse.builder()
                .cluster(Descriptions.cluster(cluster, KubernetesApi.address(call.endpoint(), cluster.name())))
                .build();
    }

    private static ListClustersResponse clusters(ListClustersRequest request, Call call) {
        var names = new EksStore(call.world())
                .clusters().rows().stream().map(ClusterRow::name).toList();
        var page = Refusals.page(names, request.nextToken(), request.maxResults());
        return ListClustersResponse.builder()
                .clusters(page.rows())
                .nextToken(page.nextToken().orElse(null))
                .build();
    }

    private static DescribeNodegroupResponse nodegroup(DescribeNodegroupRequest request, Call call) {
        var cluster = Refusals.cluster(call, request.clusterName());
        return new EksStore(call.world())
                .nodegroupsOf(cluster.name()).stream()
                        .filter(group -> group.name().equals(request.nodegroupName()))
                        .findFirst()
                        .map(group -> DescribeNodegroupResponse.builder()
                                .nodegroup(Descriptions.nodegroup(cluster, group))
                                .build())
                        .orElseThrow(() -> Refusals.notFound(
                                "No node group found for name: %s.".formatted(request.nodegroupName())));
    }

    private static ListNodegroupsResponse nodegroups(ListNodegroupsRequest request, Call call) {
        var cluster = Refusals.cluster(call, request.clusterName());
        var names = new EksStore(call.world())
                .nodegroupsOf(cluster.name()).stream().map(NodegroupRow::name).toList();
        var page = Refusals.page(names, request.nextToken(), request.maxResults());
        return ListNodegroupsResponse.builder()
                .nodegroups(page.rows())
                .nextToken(page.nextToken().orElse(null))
                .build();
    }

    private static DescribeAddonResponse addon(DescribeAddonRequest request, Call call) {
        var cluster = Refusals.cluster(call, request.clusterName());
        return new EksStore(call.world())
                .addonsOf(cluster.name()).stream()
                        .filter(addon -> addon.name().equals(request.addonName()))
                        .findFirst()
                        .map(addon -> DescribeAddonResponse.builder()
                                .addon(Descriptions.addon(addon))
                                .build())
                        .orElseThrow(() -> Refusals.notFound(
                                "No addon: %s found in cluster: %s".formatted(request.addonName(), cluster.name())));
    }

    private static ListAddonsResponse addons(ListAddonsRequest request, Call call) {
        var cluster = Refusals.cluster(call, request.clusterName());
        var names = new EksStore(call.world())
                .addonsOf(cluster.name()).stream().map(AddonRow::name).toList();
        var page = Refusals.page(names, request.nextToken(), request.maxResults());
        return ListAddonsResponse.builder()
                .addons(page.rows())
                .nextToken(page.nextToken().orElse(null))
                .build();
    }

    private static DescribeFargateProfileResponse fargateProfile(DescribeFargateProfileRequest request, Call call) {
        Refusals.cluster(call, request.clusterName());
        throw Refusals.notFound("No Fargate Profile found with name: %s.".formatted(request.fargateProfileName()));
    }

    private static ListFargateProfilesResponse fargateProfiles(ListFargateProfilesRequest request, Call call) {
        Refusals.cluster(call, request.clusterName());
        return ListFargateProfilesResponse.builder()
                .fargateProfileNames(List.of())
                .build();
    }

    private static ListPodIdentityAssociationsResponse podIdentityAssociations(
            ListPodIdentityAssociationsRequest request, Call call) {
        Refusals.cluster(call, request.clusterName());
        return ListPodIdentityAssociationsResponse.builder()
                .associations(List.of())
                .build();
    }
}
