package dev.envctl.aws.eks;

import dev.envctl.aws.AwsClients;
import dev.envctl.aws.ClientToken;
import dev.envctl.aws.Selection;
import dev.envctl.aws.TagChange;
import dev.envctl.problem.Code;
import dev.envctl.provider.Definition;
import dev.envctl.provider.Observed;
import dev.envctl.provider.Ownership;
import dev.envctl.provider.ProviderException;
import dev.envctl.provider.ResourceKind;
import dev.envctl.provider.Session;
import dev.envctl.provider.Traits;
import dev.envctl.provider.Wanted;
import dev.envctl.value.FieldPath;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A managed node group: instances that EKS starts, joins to the cluster and replaces. Its changes are
/// [NodegroupChanges].
public final class Nodegroup implements ResourceKind<Nodegroup.Spec> {

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
            Map<String, String> tags) {}

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

    private static final Duration INTERVAL = Duration.ofSeconds(15);
    private static final Duration LONGEST = Duration.ofMinutes(60);

    private final AwsClients clients;
    private final EksTags tags;
    private final NodegroupChanges changes;

    public Nodegroup(AwsClients clients) {
        this.clients = clients;
        this.tags = new EksTags(clients);
        this.changes = new NodegroupChanges(clients);
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
        return untilActive(desired.clusterName(), desired.nodegroupName(), session);
    }

    @Override
    public Observed<Spec> update(
            Observed<Spec> current, Spec desired, Set<FieldPath> changed, Ownership ownership, Session session) {
        Observed<Spec> live = untilActive(desired.clusterName(), desired.nodegroupName(), session);
        changes.apply(live.spec(), desired, changed, session);
        tags.write(current, TagChange.of(current.spec().tags(), desired.tags(), changed, ownership), session);
        return untilActive(desired.clusterName(), desired.nodegroupName(), session);
    }

    /// One that is being made or changed is waited for: EKS refuses to delete it.
    @Override
    public void delete(Observed<Spec> current, Session session) {
        Spec spec = current.spec();
        session.waitFor("node group " + spec.nodegroupName() + " to settle")
                .every(INTERVAL)
                .atMost(LONGEST)
                .untilTrue(() -> describe(spec.clusterName(), spec.nodegroupName())
                        .filter(live -> List.of("CREATING", "UPDATING").contains(live.state()))
                        .isEmpty());
        if (describe(spec.clusterName(), spec.nodegroupName())
                .filter(live -> !live.state().equals("DELETING"))
                .isPresent()) {
            session.beforeWrite();
            EksRefusals.unlessMissing(() -> clients.eks()
                    .deleteNodegroup(
                            request -> request.clusterName(spec.clusterName()).nodegroupName(spec.nodegroupName())));
        }
        session.waitFor("node group " + spec.nodegroupName() + " to be gone")
                .every(INTERVAL)
                .atMost(LONGEST)
                .untilTrue(() -> isGone(spec, session));
    }

    private boolean isGone(Spec spec, Session session) {
        Optional<Observed<Spec>> live = describe(spec.clusterName(), spec.nodegroupName());
        live.ifPresent(each -> {
            session.report(each.id(), each.state());
            if (each.state().equals("DELETE_FAILED")) {
                throw ended(each, "gone");
            }
        });
        return live.isEmpty();
    }

    @Override
    public void claim(Observed<Spec> current, Ownership ownership, Session session) {
        tags.claim(current, ownership, session);
    }

    @Override
    public void release(Observed<Spec> current, Session session) {
        tags.release(current, session);
    }

    @Override
    public Observed<Spec> await(Observed<Spec> current, Session session) {
        return untilActive(current.spec().clusterName(), current.spec().nodegroupName(), session);
    }

    private Observed<Spec> untilActive(String clusterName, String name, Session session) {
        return session.waitFor("node group " + name)
                .every(INTERVAL)
                .atMost(LONGEST)
                .until(() -> active(clusterName, name, session));
    }

    private Optional<Observed<Spec>> active(String clusterName, String name, Session session) {
        Observed<Spec> live = describe(clusterName, name)
                .orElseThrow(() -> ProviderException.of(
                        Code.CREATION_FAILED, "Node group %s of cluster %s is gone.".formatted(name, clusterName)));
        session.report(live.id(), live.state());
        return switch (live.state()) {
            case "CREATING", "UPDATING" -> Optional.empty();
            case "ACTIVE", "DEGRADED" -> Optional.of(live);
            default -> throw ended(live, "ACTIVE");
        };
    }

    private static ProviderException ended(Observed<Spec> live, String instead) {
        return ProviderException.of(
                Code.CREATION_FAILED,
                "Node group %s is %s instead of %s%s."
                        .formatted(
                                live.id(),
                                live.state(),
                                instead,
                                live.stateDetail()
                                        .map(text -> " (" + text + ")")
                                        .orElse("")));
    }
}
