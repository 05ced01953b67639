package dev.envctl.sandbox.aws.eks;

import dev.envctl.sandbox.aws.Call;
import dev.envctl.sandbox.aws.IamView;
import dev.envctl.sandbox.aws.Operation;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.eks.model.CreateNodegroupRequest;
import software.amazon.awssdk.services.eks.model.CreateNodegroupResponse;
import software.amazon.awssdk.services.eks.model.DeleteNodegroupRequest;
import software.amazon.awssdk.services.eks.model.DeleteNodegroupResponse;
import software.amazon.awssdk.services.eks.model.DescribeNodegroupRequest;
import software.amazon.awssdk.services.eks.model.DescribeNodegroupResponse;
import software.amazon.awssdk.services.eks.model.ListNodegroupsRequest;
import software.amazon.awssdk.services.eks.model.ListNodegroupsResponse;
import software.amazon.awssdk.services.eks.model.UpdateNodegroupConfigRequest;
import software.amazon.awssdk.services.eks.model.UpdateNodegroupConfigResponse;
import software.amazon.awssdk.services.eks.model.UpdateNodegroupVersionRequest;
import software.amazon.awssdk.services.eks.model.UpdateNodegroupVersionResponse;

/// Managed node groups.
record NodegroupOperations(IamView iam) {

    private static final Duration DELETION = Duration.ofMinutes(3);
    private static final Duration CHANGE = Duration.ofSeconds(40);
    private static final Duration ROLLING = Duration.ofMinutes(6);

    List<Operation<?, ?>> operations() {
        String group = "/clusters/{name}/node-groups/{nodegroupName}";
        return List.of(
                Operation.rest(
                        "CreateNodegroup",
                        "POST",
                        "/clusters/{name}/node-groups",
                        CreateNodegroupRequest::builder,
                        this::create),
                Operation.rest(
                        "DescribeNodegroup",
                        "GET",
                        group,
                        DescribeNodegroupRequest::builder,
                        NodegroupOperations::describe),
                Operation.rest(
                        "ListNodegroups",
                        "GET",
                        "/clusters/{name}/node-groups",
                        ListNodegroupsRequest::builder,
                        NodegroupOperations::list),
                Operation.rest(
                        "DeleteNodegroup",
                        "DELETE",
                        group,
                        DeleteNodegroupRequest::builder,
                        NodegroupOperations::delete),
                Operation.rest(
                        "UpdateNodegroupConfig",
                        "POST",
                        group + "/update-config",
                        UpdateNodegroupConfigRequest::builder,
                        NodegroupOperations::configure),
                Operation.rest(
                        "UpdateNodegroupVersion",
                        "POST",
                        group + "/update-version",
                        UpdateNodegroupVersionRequest::builder,
                        NodegroupOperations::upgrade));
    }

    private CreateNodegroupResponse create(CreateNodegroupRequest request, Call call) {
        ClusterRow cluster = Refusals.activeCluster(call, request.clusterName());
        NodegroupRow group = new EksStore(call.world())
                .nodegroups()
                .get(NodegroupRow.key(cluster.name(), request.nodegroupName()))
                .map(existing -> replayed(existing, request))
                .orElseGet(() -> new NewNodegroup(iam, cluster, call).make(request));
        return CreateNodegroupResponse.builder()
                .nodegroup(Descriptions.nodegroup(group, call.now()))
                .build();
    }

    private static NodegroupRow replayed(NodegroupRow existing, CreateNodegroupRequest request) {
        if (!Refusals.isReplay(existing.origin().clientRequestToken(), request.clientRequestToken())) {
            throw Refusals.inUse("NodeGroup already exists with name %s and cluster name %s"
                    .formatted(existing.name(), existing.clusterName()));
        }
        return existing;
    }

    private static NodegroupRow find(Call call, String clusterName, String name) {
        ClusterRow cluster = Refusals.cluster(call, clusterName);
        return new EksStore(call.world())
                .nodegroups()
                .get(NodegroupRow.key(cluster.name(), name))
                .orElseThrow(() -> Refusals.notFound("No node group found for name: %s.".formatted(name)));
    }

    private static DescribeNodegroupResponse describe(DescribeNodegroupRequest request, Call call) {
        return DescribeNodegroupResponse.builder()
                .nodegroup(
                        Descriptions.nodegroup(find(call, request.clusterName(), request.nodegroupName()), call.now()))
                .build();
    }

    private static ListNodegroupsResponse list(ListNodegroupsRequest request, Call call) {
        ClusterRow cluster = Refusals.cluster(call, request.clusterName());
        List<String> names = new EksStore(call.world())
                .nodegroupsOf(cluster.name()).stream().map(NodegroupRow::name).toList();
        var page = Refusals.page(names, request.nextToken(), request.maxResults());
        return ListNodegroupsResponse.builder()
                .nodegroups(page.rows())
                .nextToken(page.nextToken().orElse(null))
                .build();
    }

    private static DeleteNodegroupResponse delete(DeleteNodegroupRequest request, Call call) {
        NodegroupRow group = find(call, request.clusterName(), request.nodegroupName());
        checkIdle(group, "delete", call);
        NodegroupRow going = group.withProgress(Progress.of(Progress.DELETING, call.now(), DELETION));
        new EksStore(call.world()).nodegroups().put(group.key(), going);
        return DeleteNodegroupResponse.builder()
                .nodegroup(Descriptions.nodegroup(going, call.now()))
                .build();
    }

    private static void checkIdle(NodegroupRow group, String doing, Call call) {
        if (!group.progress().isOverAt(call.now())) {
            throw Refusals.inUse("Cannot %s Nodegroup %s as it is currently %s"
                    .formatted(doing, group.name(), group.progress().status()));
        }
    }

    private static UpdateNodegroupConfigResponse configure(UpdateNodegroupConfigRequest request, Call call) {
        NodegroupRow group = find(call, request.clusterName(), request.nodegroupName());
        checkIdle(group, "update", call);
        NodegroupRow changed = group.withBehaviour(behaviour(group.behaviour(), request));
        if (changed.equals(group)) {
            throw Refusals.invalidParameter("No changes needed for the node group config provided");
        }
        return UpdateNodegroupConfigResponse.builder()
                .update(Descriptions.update(started(changed, "ConfigUpdate", CHANGE, call), call.now()))
                .build();
    }

    private static NodegroupRow.Behaviour behaviour(
            NodegroupRow.Behaviour before, UpdateNodegroupConfigRequest request) {
        Map<String, String> labels = new LinkedHashMap<>(before.labels());
        Optional.ofNullable(request.labels()).ifPresent(change -> {
            change.removeLabels().forEach(labels::remove);
            labels.putAll(change.addOrUpdateLabels());
        });
        boolean limits = request.updateConfig() != null;
        return new NodegroupRow.Behaviour(
                Optional.ofNullable(request.scalingConfig())
                        .map(scaling -> NewNodegroup.scaling(scaling, before.scaling()))
                        .orElse(before.scaling()),
                labels,
                Optional.ofNullable(request.taints())
                        .map(change -> NewNodegroup.taints(before.taints(), change))
                        .orElse(before.taints()),
                limits ? Optional.ofNullable(request.updateConfig().maxUnavailable()) : before.maxUnavailable(),
                limits
                        ? Optional.ofNullable(request.updateConfig().maxUnavailablePercentage())
                        : before.maxUnavailablePercentage());
    }

    private static UpdateNodegroupVersionResponse upgrade(UpdateNodegroupVersionRequest request, Call call) {
        NodegroupRow group = find(call, request.clusterName(), request.nodegroupName());
        checkIdle(group, "update", call);
        ClusterRow cluster = Refusals.cluster(call, request.clusterName());
        String next = Optional.ofNullable(request.version())
                .orElse(Optional.ofNullable(request.releaseVersion())
                        .map(release -> release.replaceFirst("^(\\d+\\.\\d+).*", "$1"))
                        .orElse(cluster.version()));
        NewNodegroup.checkVersion(next, cluster);
        if (Versions.minor(next) < Versions.minor(group.release().version())) {
            throw Refusals.invalidParameter("Nodegroup %s cannot go back from version %s to %s"
                    .formatted(group.name(), group.release().version(), next));
        }
        NodegroupRow.Release release = new NodegroupRow.Release(
                group.release().version(),
                Optional.ofNullable(request.releaseVersion())
                        .orElse(NodegroupRow.Release.of(next).releaseVersion()),
                Optional.of(next));
        NodegroupRow changed = Optional.ofNullable(request.launchTemplate())
                .map(template -> NewNodegroup.withTemplate(group, template))
                .orElse(group)
                .withRelease(release);
        return UpdateNodegroupVersionResponse.builder()
                .update(Descriptions.update(started(changed, "VersionUpdate", ROLLING, call), call.now()))
                .build();
    }

    private static UpdateRow started(NodegroupRow changed, String type, Duration duration, Call call) {
        NodegroupRow updating = changed.withProgress(Progress.of(Progress.UPDATING, call.now(), duration));
        new EksStore(call.world()).nodegroups().put(changed.key(), updating);
        return UpdateOperations.started(
                call, changed.clusterName(), UpdateOperations.ofNodegroup(changed.name()), type, Map.of(), duration);
    }
}
