package dev.envctl.aws.eks;

import dev.envctl.aws.AwsClients;
import dev.envctl.aws.ClientToken;
import dev.envctl.aws.Selection;
import dev.envctl.aws.TagChange;
import dev.envctl.provider.Definition;
import dev.envctl.provider.Observed;
import dev.envctl.provider.Ownership;
import dev.envctl.provider.Session;
import dev.envctl.provider.Traits;
import dev.envctl.provider.Wanted;
import dev.envctl.value.FieldPath;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/// A managed node group: instances that EKS starts, joins to the cluster and replaces. Its changes are
/// [NodegroupChanges].
public final class Nodegroup implements EksKind<Nodegroup.Spec> {

    public record Spec(
            String clusterName,
            String nodegroupName,
            String nodeRole,
            List<String> subnets,
            Optional<Scaling> scalingConfig,
            List<String> instanceTypes,
            Optional<String> amiType,
            Optional<String> capacityType,
            Optional<Integer> diskSize,
            Map<String, String> labels,
            List<Taint> taints,
            Optional<Limits> updateConfig,
            Optional<String> version,
            Optional<String> releaseVersion,
            Optional<Template> launchTemplate,
            Map<String, String> tags) {

        Spec withoutDesiredSize() {
            return new Spec(
                    clusterName,
                    nodegroupName,
                    nodeRole,
                    subnets,
                    scalingConfig.map(limits -> new Scaling(limits.minSize(), limits.maxSize(), Optional.empty())),
                    instanceTypes,
                    amiType,
                    capacityType,
                    diskSize,
                    labels,
                    taints,
                    updateConfig,
                    version,
                    releaseVersion,
                    launchTemplate,
                    tags);
        }
    }

    public record Scaling(int minSize, int maxSize, Optional<Integer> desiredSize) {}

    public record Taint(String key, Optional<String> value, String effect) {}

    public record Limits(Optional<Integer> maxUnavailable, Optional<Integer> maxUnavailablePercentage) {}

    public record Template(Optional<String> id, Optional<String> name, Optional<String> version) {}

    private static final Traits TRAITS = Traits.of(
                    36, Traits.Overlap.WHEN_RENAMED, Traits.Ledger.OBJECT, "/clusterName", "/nodegroupName")
            .withScope("Cluster")
            .withListed("eks", "nodegroup/")
            .withReferences("/clusterName", "/nodeRole", "/subnets")
            .withStates(NodegroupReader.STATES)
            .withTypical(Duration.ofMinutes(3), Duration.ofMinutes(4))
            .withWaitsFor("AccessEntry")
            .withActions(
                    "eks:CreateNodegroup",
                    "eks:DeleteNodegroup",
                    "eks:DescribeCluster",
                    "eks:DescribeNodegroup",
                    "eks:DescribeUpdate",
                    "eks:TagResource",
                    "eks:UntagResource",
                    "eks:UpdateNodegroupConfig",
                    "eks:UpdateNodegroupVersion",
                    "iam:CreateServiceLinkedRole",
                    "iam:PassRole",
                    "tag:GetResources");

    private static final MemberLife.Pace PACE =
            new MemberLife.Pace(Duration.ofSeconds(15), Duration.ofMinutes(60), Duration.ofMinutes(60));

    private final AwsClients clients;
    private final NodegroupChanges changes;
    private final MemberLife<Spec> life;

    public Nodegroup(AwsClients clients) {
        this.clients = clients;
        this.changes = new NodegroupChanges(clients);
        this.life = new MemberLife<>(
                "node group", this::describe, Set.of("CREATING", "UPDATING"), PACE, UnaryOperator.identity());
    }

    @Override
    public AwsClients clients() {
        return clients;
    }

    @Override
    public Definition<Spec> definition() {
        return Definition.of("Nodegroup", Spec.class, TRAITS);
    }

    @Override
    public List<Observed<Spec>> observe(Wanted wanted, Session session) {
        List<Observed<Spec>> live = new ClusterMembers(clients)
                .of("nodegroup", "nodegroupName", wanted, session).stream()
                        .flatMap(member -> describe(member.clusterName(), member.name()).stream())
                        .toList();
        return Selection.<Spec>byKeyAt(TRAITS.naturalKey()).of(live, wanted, session);
    }

    private Optional<Observed<Spec>> describe(String clusterName, String name) {
        return EksRefusals.found(() -> clients.eks()
                        .describeNodegroup(
                                request -> request.clusterName(clusterName).nodegroupName(name))
                        .nodegroup())
                .map(NodegroupReader::observed);
    }

    @Override
    public Observed<Spec> create(Spec desired, Ownership ownership, Session session) {
        String token = ClientToken.forThisHour(ownership, session);
        EksRefusals.onceRolesAreKnown(
                session,
                () -> clients.eks()
                        .createNodegroup(NodegroupRequests.create(desired, ownership.allTags(desired.tags()), token)));
        return life.untilSettled(desired.clusterName(), desired.nodegroupName(), session);
    }

    @Override
    public Observed<Spec> update(
            Observed<Spec> current, Spec desired, Set<FieldPath> changed, Ownership ownership, Session session) {
        Observed<Spec> live = life.untilSettled(desired.clusterName(), desired.nodegroupName(), session);
        changes.apply(live.spec(), desired, changed, session);
        retag(current, TagChange.of(current.spec().tags(), desired.tags(), changed, ownership), session);
        return life.untilSettled(desired.clusterName(), desired.nodegroupName(), session);
    }

    /// One that is being made or changed is waited for: EKS refuses to delete it.
    @Override
    public void delete(Observed<Spec> current, Session session) {
        Spec spec = current.spec();
        life.untilQuiet(spec.clusterName(), spec.nodegroupName(), session);
        life.delete(
                spec.clusterName(),
                spec.nodegroupName(),
                () -> {
                    session.beforeWrite();
                    EksRefusals.unlessMissing(() -> clients.eks()
                            .deleteNodegroup(request ->
                                    request.clusterName(spec.clusterName()).nodegroupName(spec.nodegroupName())));
                },
                session);
    }

    @Override
    public Observed<Spec> await(Observed<Spec> current, Session session) {
        return life.untilSettled(current.spec().clusterName(), current.spec().nodegroupName(), session);
    }
}
