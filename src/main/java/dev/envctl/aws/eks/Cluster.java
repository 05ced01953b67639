package dev.envctl.aws.eks;

import dev.envctl.aws.AwsClients;
import dev.envctl.aws.ClientToken;
import dev.envctl.aws.Selection;
import dev.envctl.aws.TagChange;
import dev.envctl.problem.Code;
import dev.envctl.provider.Definition;
import dev.envctl.provider.Observed;
import dev.envctl.provider.Ownership;
import dev.envctl.provider.Phase;
import dev.envctl.provider.ProviderException;
import dev.envctl.provider.Session;
import dev.envctl.provider.Traits;
import dev.envctl.provider.Wanted;
import dev.envctl.value.FieldPath;
import dev.envctl.value.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/// An EKS cluster, ours or somebody else's. Found by name with one call, by tags with one call per cluster of the
/// account. Its changes are [ClusterChanges].
public final class Cluster implements EksKind<Cluster.Spec> {

    public record Spec(
            String name,
            String roleArn,
            Optional<String> version,
            Network resourcesVpcConfig,
            Optional<KubernetesNetwork> kubernetesNetworkConfig,
            List<String> enabledLogTypes,
            AccessConfig accessConfig,
            List<EncryptionConfig> encryptionConfig,
            Optional<UpgradePolicy> upgradePolicy,
            boolean deletionProtection,
            Map<String, String> tags) {}

    public record Network(
            List<String> subnetIds,
            List<String> securityGroupIds,
            boolean endpointPublicAccess,
            boolean endpointPrivateAccess,
            List<String> publicAccessCidrs) {}

    public record KubernetesNetwork(Optional<String> ipFamily, Optional<String> serviceIpv4Cidr) {}

    public record AccessConfig(String authenticationMode, Optional<Boolean> bootstrapClusterCreatorAdminPermissions) {}

    public record EncryptionConfig(Key provider, List<String> resources) {}

    public record Key(String keyArn) {}

    public record UpgradePolicy(String supportType) {}

    private static final Traits TRAITS = Traits.of(30, Traits.Overlap.WHEN_RENAMED, Traits.Ledger.OBJECT, "/name")
            .withInside("Vpc")
            .withListed("eks", "cluster/")
            .withReferences("/roleArn", "/resourcesVpcConfig/subnetIds", "/resourcesVpcConfig/securityGroupIds")
            .withStates(ClusterReader.STATES)
            .withTypical(Duration.ofMinutes(10), Duration.ofMinutes(6))
            .withActions(
                    "eks:AssociateEncryptionConfig",
                    "eks:CreateCluster",
                    "eks:DeleteCluster",
                    "eks:DescribeCluster",
                    "eks:DescribeUpdate",
                    "eks:ListClusters",
                    "eks:TagResource",
                    "eks:UntagResource",
                    "eks:UpdateClusterConfig",
                    "eks:UpdateClusterVersion",
                    "iam:CreateServiceLinkedRole",
                    "iam:PassRole",
                    "tag:GetResources");

    private static final Duration INTERVAL = Duration.ofSeconds(20);
    private static final Duration LONGEST = Duration.ofMinutes(40);

    private final AwsClients clients;
    private final EksReads eks;
    private final ClusterChanges changes;

    public Cluster(AwsClients clients) {
        this.clients = clients;
        this.eks = new EksReads(clients);
        this.changes = new ClusterChanges(clients);
    }

    @Override
    public AwsClients clients() {
        return clients;
    }

    @Override
    public Definition<Spec> definition() {
        return Definition.of("Cluster", Spec.class, TRAITS);
    }

    @Override
    public List<Observed<Spec>> observe(Wanted wanted, Session session) {
        SequencedSet<String> names = new LinkedHashSet<>();
        if (wanted.includeOwned()) {
            new ClusterMembers(clients).ownedArns("cluster", session).forEach(arn -> names.add(arn.get(1)));
        }
        for (Wanted.Sought sought : wanted.sought()) {
            sought.criteria().text("name").ifPresentOrElse(names::add, () -> names.addAll(byTags(sought, session)));
        }
        List<Observed<Spec>> live = new ArrayList<>();
        names.forEach(
                name -> eks.describe(name, session).map(ClusterReader::observed).ifPresent(live::add));
        return Selection.<Spec>byKeyAt(TRAITS.naturalKey())
                .withFacts(Cluster::facts)
                .of(live, wanted, session);
    }

    private List<String> byTags(Wanted.Sought sought, Session session) {
        return sought.external() ? eks.names(session) : List.of();
    }

    private static Value.MapValue facts(Observed<Spec> live) {
        return live.computed()
                .with("name", Value.of(live.spec().name()))
                .with("tags", Selection.textMap(live.spec().tags()));
    }

    @Override
    public Observed<Spec> create(Spec desired, Ownership ownership, Session session) {
        String token = ClientToken.forThisHour(ownership, session);
        EksRefusals.onceRolesAreKnown(
                session,
                () -> clients.eks()
                        .createCluster(ClusterRequests.create(desired, ownership.allTags(desired.tags()), token)));
        return untilActive(desired.name(), session);
    }

    @Override
    public Observed<Spec> update(
            Observed<Spec> current, Spec desired, Set<FieldPath> changed, Ownership ownership, Session session) {
        untilActive(current.id(), session);
        changes.apply(desired, changed, session);
        retag(current, TagChange.of(current.spec().tags(), desired.tags(), changed, ownership), session);
        return untilActive(current.id(), session);
    }

    @Override
    public void delete(Observed<Spec> current, Session session) {
        String name = current.id();
        if (eks.describeAgain(name).filter(live -> !isGoing(live)).isPresent()) {
            untilIdle(name, session);
            remove(name, session);
        }
        session.waitFor("cluster " + name + " to be gone")
                .every(INTERVAL)
                .atMost(LONGEST)
                .untilTrue(() -> isGone(name, session));
    }

    private void remove(String name, Session session) {
        session.beforeWrite();
        try {
            EksRefusals.unlessMissing(() -> clients.eks().deleteCluster(request -> request.name(name)));
        } catch (AwsServiceException refused) {
            if (eks.describeAgain(name).filter(live -> !isGoing(live)).isPresent()) {
                throw refused;
            }
        }
    }

    private static boolean isGoing(software.amazon.awssdk.services.eks.model.Cluster live) {
        return ClusterReader.phase(live) == Phase.DELETING;
    }

    private boolean isGone(String name, Session session) {
        var live = eks.describeAgain(name);
        live.ifPresent(each -> session.report(name, each.statusAsString()));
        return live.isEmpty();
    }

    /// A cluster that is being changed cannot be deleted.
    private void untilIdle(String name, Session session) {
        session.waitFor("cluster " + name + " to finish its update")
                .every(INTERVAL)
                .atMost(LONGEST)
                .untilTrue(() -> eks.describeAgain(name)
                        .filter(live ->
                                List.of("UPDATING", "CREATING", "PENDING").contains(live.statusAsString()))
                        .isEmpty());
    }

    @Override
    public Observed<Spec> await(Observed<Spec> current, Session session) {
        return untilActive(current.id(), session);
    }

    private Observed<Spec> untilActive(String name, Session session) {
        return session.waitFor("cluster " + name)
                .every(INTERVAL)
                .atMost(LONGEST)
                .until(() -> active(name, session));
    }

    private Optional<Observed<Spec>> active(String name, Session session) {
        var live = eks.describeAgain(name).orElseThrow(() -> ended(name, "gone", ""));
        session.report(name, live.statusAsString());
        return switch (live.statusAsString()) {
            case "ACTIVE" -> Optional.of(ClusterReader.observed(live));
            case "DELETING", "FAILED" ->
                throw ended(
                        name,
                        live.statusAsString(),
                        ClusterReader.observed(live)
                                .stateDetail()
                                .map(text -> " (" + text + ")")
                                .orElse(""));
            default -> Optional.empty();
        };
    }

    private static ProviderException ended(String name, String state, String detail) {
        return ProviderException.of(
                Code.CREATION_FAILED, "Cluster %s is %s instead of ACTIVE%s.".formatted(name, state, detail));
    }
}
