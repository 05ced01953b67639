package dev.envctl.sandbox.aws.eks;

import dev.envctl.sandbox.aws.Call;
import dev.envctl.sandbox.aws.IamView;
import dev.envctl.sandbox.aws.Identifiers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.eks.model.CreateNodegroupRequest;
import software.amazon.awssdk.services.eks.model.LaunchTemplateSpecification;
import software.amazon.awssdk.services.eks.model.NodegroupScalingConfig;
import software.amazon.awssdk.services.eks.model.NodegroupUpdateConfig;
import software.amazon.awssdk.services.eks.model.Taint;
import software.amazon.awssdk.services.eks.model.UpdateTaintsPayload;

/// The making of a node group, with EKS's checks and defaults.
record NewNodegroup(IamView iam, ClusterRow cluster, Call call) {

    private static final Duration CREATION = Duration.ofMinutes(2);

    /// `m7g.large`, `t4g.medium`, `c6gn.xlarge`.
    private static final Pattern ARM = Pattern.compile("[a-z]+[0-9]+g[a-z]*\\..*");

    NodegroupRow make(CreateNodegroupRequest request) {
        Refusals.checkName("Nodegroup name", request.nodegroupName(), 63);
        Tags.check(request.tags());
        Places places = new Places(iam, call);
        places.checkMemberSubnets(request.subnets(), cluster);
        places.checkNodeRole(request.nodeRole());
        String version = Optional.ofNullable(request.version()).orElse(cluster.version());
        checkVersion(version, cluster);
        NodegroupRow group = new NodegroupRow(
                cluster.name(),
                request.nodegroupName(),
                "arn:aws:eks:%s:%s:nodegroup/%s/%s/%s"
                        .formatted(
                                call.region(),
                                call.accountId(),
                                cluster.name(),
                                request.nodegroupName(),
                                Identifiers.uuid(call.world(), "nodegroup")),
                request.nodeRole(),
                request.subnets(),
                machines(request),
                behaviour(request),
                Optional.ofNullable(request.releaseVersion())
                        .map(release -> new NodegroupRow.Release(version, release, Optional.empty()))
                        .orElse(NodegroupRow.Release.of(version)),
                List.of(),
                new NodegroupRow.Origin(call.now(), Optional.ofNullable(request.clientRequestToken())),
                Progress.of(Progress.CREATING, call.now(), CREATION),
                request.tags());
        new EksStore(call.world()).nodegroups().put(group.key(), group);
        admitNodes(group);
        return group;
    }

    static void checkVersion(String version, ClusterRow cluster) {
        if (!version.matches("1\\.[0-9]{2}") || Versions.minor(version) > Versions.minor(cluster.version())) {
            throw Refusals.invalidParameter("Nodegroup Kubernetes version %s is not supported by cluster version %s"
                    .formatted(version, cluster.version()));
        }
    }

    private static NodegroupRow.Machines machines(CreateNodegroupRequest request) {
        List<String> types = request.instanceTypes().isEmpty() ? List.of("t3.medium") : request.instanceTypes();
        boolean isArm = ARM.matcher(types.getFirst()).matches();
        String amiType = Optional.ofNullable(request.amiTypeAsString())
                .orElse(isArm ? "AL2023_ARM_64_STANDARD" : "AL2023_x86_64_STANDARD");
        boolean isArmImage = amiType.toUpperCase(Locale.ROOT).contains("ARM_64");
        if (!amiType.equals("CUSTOM")
                && types.stream().anyMatch(type -> ARM.matcher(type).matches() != isArmImage)) {
            throw Refusals.invalidParameter(
                    "%s is not a valid instance type for requested amiType %s".formatted(types, amiType));
        }
        return new NodegroupRow.Machines(
                types,
                amiType,
                Optional.ofNullable(request.capacityTypeAsString()).orElse("ON_DEMAND"),
                Optional.ofNullable(request.diskSize()).orElse(20),
                Optional.ofNullable(request.launchTemplate()).map(NewNodegroup::template));
    }

    private static NodegroupRow.Template template(LaunchTemplateSpecification wanted) {
        if (wanted.id() == null && wanted.name() == null) {
            throw Refusals.invalidParameter("Launch template must have an id or a name");
        }
        return new NodegroupRow.Template(
                Optional.ofNullable(wanted.id()),
                Optional.ofNullable(wanted.name()),
                Optional.ofNullable(wanted.version()).orElse("1"));
    }

    /// Only to another version of the same template.
    static NodegroupRow withTemplate(NodegroupRow group, LaunchTemplateSpecification wanted) {
        NodegroupRow.Template after = template(wanted);
        boolean isSame = group.machines()
                .launchTemplate()
                .filter(before -> before.id().equals(after.id())
                        || (before.name().isPresent() && before.name().equals(after.name())))
                .isPresent();
        if (!isSame) {
            throw Refusals.invalidParameter("You cannot specify a different launch template for the node group");
        }
        NodegroupRow.Machines machines = group.machines();
        return group.withMachines(new NodegroupRow.Machines(
                machines.instanceTypes(),
                machines.amiType(),
                machines.capacityType(),
                machines.diskSize(),
                Optional.of(after)));
    }

    private static NodegroupRow.Behaviour behaviour(CreateNodegroupRequest request) {
        Optional<NodegroupUpdateConfig> limits = Optional.ofNullable(request.updateConfig());
        Optional<Integer> percentage = limits.flatMap(each -> Optional.ofNullable(each.maxUnavailablePercentage()));
        return new NodegroupRow.Behaviour(
                scaling(
                        Optional.ofNullable(request.scalingConfig())
                                .orElse(NodegroupScalingConfig.builder().build()),
                        new NodegroupRow.Scaling(1, 2, 2)),
                request.labels(),
                request.taints().stream().map(NewNodegroup::taint).toList(),
                limits.flatMap(each -> Optional.ofNullable(each.maxUnavailable()))
                        .or(() -> percentage.isPresent() ? Optional.empty() : Optional.of(1)),
                percentage);
    }

    static NodegroupRow.Scaling scaling(NodegroupScalingConfig wanted, NodegroupRow.Scaling before) {
        NodegroupRow.Scaling after = new NodegroupRow.Scaling(
                Optional.ofNullable(wanted.minSize()).orElse(before.minimum()),
                Optional.ofNullable(wanted.maxSize()).orElse(before.maximum()),
                Optional.ofNullable(wanted.desiredSize()).orElse(before.desired()));
        if (after.minimum() > after.desired()) {
            throw Refusals.invalidParameter("Minimum capacity %d can't be greater than desired size %d"
                    .formatted(after.minimum(), after.desired()));
        }
        if (after.desired() > after.maximum()) {
            throw Refusals.invalidParameter(
                    "desired size %d can't be greater than max size %d".formatted(after.desired(), after.maximum()));
        }
        return after;
    }

    static List<NodegroupRow.Taint> taints(List<NodegroupRow.Taint> before, UpdateTaintsPayload change) {
        List<NodegroupRow.Taint> taints = new ArrayList<>(before);
        change.removeTaints().forEach(taint -> taints.removeIf(each -> isAt(each, taint)));
        change.addOrUpdateTaints().forEach(taint -> {
            taints.removeIf(each -> isAt(each, taint));
            taints.add(taint(taint));
        });
        return List.copyOf(taints);
    }

    private static boolean isAt(NodegroupRow.Taint row, Taint taint) {
        return row.key().equals(taint.key()) && row.effect().equals(taint.effectAsString());
    }

    private static NodegroupRow.Taint taint(Taint taint) {
        return new NodegroupRow.Taint(taint.key(), Optional.ofNullable(taint.value()), taint.effectAsString());
    }

    /// EKS lets the nodes in by itself.
    private void admitNodes(NodegroupRow group) {
        EksStore store = new EksStore(call.world());
        String key = AccessEntryRow.key(cluster.name(), group.nodeRoleArn());
        if (cluster.takesAccessEntries() && store.accessEntries().get(key).isEmpty()) {
            store.putAccessEntry(AccessEntryOperations.nodeEntry(call, cluster.name(), group.nodeRoleArn()));
        }
    }
}
