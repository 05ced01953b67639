package dev.envctl.sandbox.aws.eks;

import dev.envctl.sandbox.ClusterView;
import dev.envctl.sandbox.KubernetesApi;
import dev.envctl.sandbox.aws.Call;
import dev.envctl.sandbox.aws.IamView;
import dev.envctl.sandbox.aws.Operation;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.services.eks.model.Cluster;
import software.amazon.awssdk.services.eks.model.CreateClusterRequest;
import software.amazon.awssdk.services.eks.model.CreateClusterResponse;
import software.amazon.awssdk.services.eks.model.DeleteClusterRequest;
import software.amazon.awssdk.services.eks.model.DeleteClusterResponse;
import software.amazon.awssdk.services.eks.model.DescribeClusterRequest;
import software.amazon.awssdk.services.eks.model.DescribeClusterResponse;
import software.amazon.awssdk.services.eks.model.ListClustersRequest;
import software.amazon.awssdk.services.eks.model.ListClustersResponse;

/// Making, reading and deleting clusters.
record ClusterOperations(IamView iam, ClusterView.Clusters views) {

    private static final Duration DELETION = Duration.ofMinutes(3);

    List<Operation<?, ?>> operations() {
        return List.of(
                Operation.rest("CreateCluster", "POST", "/clusters", CreateClusterRequest::builder, this::create),
                Operation.rest(
                        "DescribeCluster",
                        "GET",
                        "/clusters/{name}",
                        DescribeClusterRequest::builder,
                        ClusterOperations::describe),
                Operation.rest(
                        "ListClusters", "GET", "/clusters", ListClustersRequest::builder, ClusterOperations::list),
                Operation.rest(
                        "DeleteCluster",
                        "DELETE",
                        "/clusters/{name}",
                        DeleteClusterRequest::builder,
                        ClusterOperations::delete));
    }

    private CreateClusterResponse create(CreateClusterRequest request, Call call) {
        EksStore store = new EksStore(call.world());
        ClusterRow cluster = store.clusters()
                .get(request.name())
                .map(existing -> replayed(existing, request))
                .orElseGet(() -> new NewCluster(iam, views, call).make(request));
        return CreateClusterResponse.builder().cluster(described(cluster, call)).build();
    }

    private static ClusterRow replayed(ClusterRow existing, CreateClusterRequest request) {
        if (!Refusals.isReplay(existing.origin().clientRequestToken(), request.clientRequestToken())) {
            throw Refusals.inUse("Cluster already exists with name: " + existing.name());
        }
        return existing;
    }

    static Cluster described(ClusterRow row, Call call) {
        return Descriptions.cluster(row, KubernetesApi.address(call.endpoint(), row.name()), call.now());
    }

    private static DescribeClusterResponse describe(DescribeClusterRequest request, Call call) {
        return DescribeClusterResponse.builder()
                .cluster(described(Refusals.cluster(call, request.name()), call))
                .build();
    }

    private static ListClustersResponse list(ListClustersRequest request, Call call) {
        List<String> names = new EksStore(call.world())
                .clusters().rows().stream().map(ClusterRow::name).toList();
        var page = Refusals.page(names, request.nextToken(), request.maxResults());
        return ListClustersResponse.builder()
                .clusters(page.rows())
                .nextToken(page.nextToken().orElse(null))
                .build();
    }

    private static DeleteClusterResponse delete(DeleteClusterRequest request, Call call) {
        ClusterRow cluster = Refusals.cluster(call, request.name());
        EksStore store = new EksStore(call.world());
        checkDeletable(cluster, store, call);
        ClusterRow going = cluster.withProgress(Progress.of(Progress.DELETING, call.now(), DELETION));
        store.clusters().put(cluster.name(), going);
        return DeleteClusterResponse.builder().cluster(described(going, call)).build();
    }

    private static void checkDeletable(ClusterRow cluster, EksStore store, Call call) {
        if (cluster.settings().deletionProtection()) {
            throw Refusals.invalidRequest(
                    "Cluster %s has deletion protection enabled. Disable deletion protection before you delete it."
                            .formatted(cluster.name()));
        }
        if (!store.nodegroupsOf(cluster.name()).isEmpty()) {
            throw Refusals.inUse("Cluster has nodegroups attached");
        }
        if (!store.fargateProfilesOf(cluster.name()).isEmpty()) {
            throw Refusals.inUse("Cluster has Fargate profiles attached");
        }
        if (!cluster.progress().isOverAt(call.now())) {
            throw Refusals.inUse("Cannot delete because cluster %s currently has an update in progress or is %s"
                    .formatted(cluster.name(), cluster.progress().status()));
        }
    }
}
