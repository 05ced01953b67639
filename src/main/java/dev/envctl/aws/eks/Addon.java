package dev.envctl.aws.eks;

import dev.envctl.aws.AwsClients;
import dev.envctl.aws.Changed;
import dev.envctl.aws.ClientToken;
import dev.envctl.aws.Selection;
import dev.envctl.aws.TagChange;
import dev.envctl.provider.Definition;
import dev.envctl.provider.JsonValues;
import dev.envctl.provider.Observed;
import dev.envctl.provider.Ownership;
import dev.envctl.provider.Phase;
import dev.envctl.provider.Session;
import dev.envctl.provider.Traits;
import dev.envctl.provider.Wanted;
import dev.envctl.value.FieldPath;
import dev.envctl.value.Ordered;
import dev.envctl.value.Value;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.eks.model.AddonPodIdentityAssociations;
import software.amazon.awssdk.services.eks.model.CreateAddonRequest;
import software.amazon.awssdk.services.eks.model.UpdateAddonRequest;

/// Software that EKS installs in a cluster and keeps there. EKS takes its pod identities as account and role, and tells
/// only their ARNs, so each is looked up.
public final class Addon implements EksKind<Addon.Spec> {

    public record Spec(
            String clusterName,
            String addonName,
            Optional<String> addonVersion,
            Optional<Value> configurationValues,
            Optional<String> serviceAccountRoleArn,
            List<Identity> podIdentityAssociations,
            Optional<String> resolveConflicts,
            Map<String, String> tags) {}

    public record Identity(String serviceAccount, String roleArn) {}

    private static final Traits TRAITS = Traits.of(
                    38, Traits.Overlap.REFUSED, Traits.Ledger.OBJECT, "/clusterName", "/addonName")
            .withScope("Cluster")
            .withListed("eks", "addon/")
            .withReferences("/clusterName", "/serviceAccountRoleArn")
            .withStates(states())
            .withTypical(Duration.ofMinutes(1), Duration.ofMinutes(1))
            // without nodes most of them only ever become degraded
            .withWaitsFor("Nodegroup", "FargateProfile")
            .withActions(
                    "eks:CreateAddon",
                    "eks:DeleteAddon",
                    "eks:DescribeAddon",
                    "eks:DescribeCluster",
                    "eks:DescribePodIdentityAssociation",
                    "eks:DescribeUpdate",
                    "eks:TagResource",
                    "eks:UntagResource",
                    "eks:UpdateAddon",
                    "iam:PassRole",
                    "tag:GetResources");

    private static final MemberLife.Pace PACE =
            new MemberLife.Pace(Duration.ofSeconds(10), Duration.ofMinutes(20), Duration.ofMinutes(40));

    private final AwsClients clients;
    private final MemberLife<Spec> life;

    public Addon(AwsClients clients) {
        this.clients = clients;
        this.life = new MemberLife<>(
                "add-on",
                this::describe,
                Set.of("CREATING", "UPDATING"),
                PACE,
                refusal -> refusal.withHint(
                        "If it met objects of another hand, resolveConflicts: OVERWRITE lets EKS take them over."));
    }

    private static SequencedMap<String, Phase> states() {
        SequencedMap<String, Phase> states = new LinkedHashMap<>();
        states.put("CREATING", Phase.IN_PROGRESS);
        states.put("ACTIVE", Phase.READY);
        states.put("UPDATING", Phase.READY);
        // as long as there are no nodes, say
        states.put("DEGRADED", Phase.READY);
        states.put("UPDATE_FAILED", Phase.READY);
        states.put("DELETING", Phase.DELETING);
        states.put("CREATE_FAILED", Phase.FAILED);
        states.put("DELETE_FAILED", Phase.FAILED);
        return Ordered.copyOf(states);
    }

    @Override
    public AwsClients clients() {
        return clients;
    }

    @Override
    public Definition<Spec> definition() {
        return Definition.of("Addon", Spec.class, TRAITS);
    }

    @Override
    public List<Observed<Spec>> observe(Wanted wanted, Session session) {
        List<Observed<Spec>> live = new ClusterMembers(clients)
                .of("addon", "addonName", wanted, session).stream()
                        .flatMap(member -> describe(member.clusterName(), member.name()).stream())
                        .toList();
        return Selection.<Spec>byKeyAt(TRAITS.naturalKey()).of(live, wanted, session);
    }

    private Optional<Observed<Spec>> describe(String clusterName, String name) {
        return EksRefusals.found(() -> clients.eks()
                        .describeAddon(
                                request -> request.clusterName(clusterName).addonName(name))
                        .addon())
                .map(this::observed);
    }

    @Override
    public Observed<Spec> create(Spec desired, Ownership ownership, Session session) {
        var request = CreateAddonRequest.builder()
                .clusterName(desired.clusterName())
                .addonName(desired.addonName())
                .addonVersion(desired.addonVersion().orElse(null))
                .configurationValues(
                        desired.configurationValues().map(JsonValues::document).orElse(null))
                .serviceAccountRoleArn(desired.serviceAccountRoleArn().orElse(null))
                .resolveConflicts(desired.resolveConflicts().orElse(null))
                .clientRequestToken(ClientToken.forThisHour(ownership, session))
                .tags(ownership.allTags(desired.tags()));
        if (!desired.podIdentityAssociations().isEmpty()) {
            request.podIdentityAssociations(identities(desired));
        }
        EksRefusals.onceRolesAreKnown(session, () -> clients.eks().createAddon(request.build()));
        return life.untilSettled(desired.clusterName(), desired.addonName(), session);
    }

    private static List<AddonPodIdentityAssociations> identities(Spec desired) {
        return desired.podIdentityAssociations().stream()
                .map(each -> AddonPodIdentityAssociations.builder()
                        .serviceAccount(each.serviceAccount())
                        .roleArn(each.roleArn())
                        .build())
                .toList();
    }

    @Override
    public Observed<Spec> update(
            Observed<Spec> current, Spec desired, Set<FieldPath> changed, Ownership ownership, Session session) {
        life.untilSettled(desired.clusterName(), desired.addonName(), session);
        if (Stream.of("addonVersion", "configurationValues", "serviceAccountRoleArn", "podIdentityAssociations")
                .anyMatch(field -> Changed.has(changed, field))) {
            var started = EksRefusals.onceRolesAreKnown(
                    session,
                    () -> clients.eks().updateAddon(request(desired, changed)).update());
            new EksUpdates(clients)
                    .await(EksUpdates.Subject.addon(desired.clusterName(), desired.addonName()), started, session);
        }
        retag(current, TagChange.of(current.spec().tags(), desired.tags(), changed, ownership), session);
        return life.untilSettled(desired.clusterName(), desired.addonName(), session);
    }

    private static UpdateAddonRequest request(Spec desired, Set<FieldPath> changed) {
        var request = UpdateAddonRequest.builder()
                .clusterName(desired.clusterName())
                .addonName(desired.addonName())
                .addonVersion(desired.addonVersion().orElse(null))
                .configurationValues(
                        desired.configurationValues().map(JsonValues::document).orElse(null))
                .serviceAccountRoleArn(desired.serviceAccountRoleArn().orElse(null))
                .resolveConflicts(desired.resolveConflicts().orElse(null));
        return Changed.has(changed, "podIdentityAssociations")
                ? request.podIdentityAssociations(identities(desired)).build()
                : request.build();
    }

    @Override
    public void delete(Observed<Spec> current, Session session) {
        Spec spec = current.spec();
        life.delete(
                spec.clusterName(),
                spec.addonName(),
                () -> {
                    session.beforeWrite();
                    EksRefusals.unlessMissing(() -> clients.eks()
                            .deleteAddon(request ->
                                    request.clusterName(spec.clusterName()).addonName(spec.addonName())));
                },
                session);
    }

    @Override
    public Observed<Spec> await(Observed<Spec> current, Session session) {
        return life.untilSettled(current.spec().clusterName(), current.spec().addonName(), session);
    }

    private Observed<Spec> observed(software.amazon.awssdk.services.eks.model.Addon live) {
        return new Observed<>(
                live.clusterName() + "/" + live.addonName(),
                new Spec(
                        live.clusterName(),
                        live.addonName(),
                        Optional.ofNullable(live.addonVersion()),
                        Optional.ofNullable(live.configurationValues()).map(JsonValues::decode),
                        Optional.ofNullable(live.serviceAccountRoleArn()),
                        live.podIdentityAssociations().stream()
                                .flatMap(arn -> identity(live.clusterName(), arn).stream())
                                .toList(),
                        Optional.empty(),
                        Ownership.userTags(live.tags())),
                Value.map("arn", Value.of(live.addonArn()), "status", Value.of(live.statusAsString())),
                Ownership.from(live.tags()),
                TRAITS.states().getOrDefault(live.statusAsString(), Phase.IN_PROGRESS),
                live.statusAsString(),
                issues(live),
                Optional.empty());
    }

    private Optional<Identity> identity(String clusterName, String arn) {
        return EksRefusals.found(() -> clients.eks()
                        .describePodIdentityAssociation(request ->
                                request.clusterName(clusterName).associationId(arn.substring(arn.lastIndexOf('/') + 1)))
                        .association())
                .map(found -> new Identity(found.serviceAccount(), found.roleArn()));
    }

    private static Optional<String> issues(software.amazon.awssdk.services.eks.model.Addon live) {
        return Optional.ofNullable(live.health())
                .map(health -> health.issues().stream()
                        .map(issue -> "%s: %s".formatted(issue.codeAsString(), issue.message()))
                        .collect(Collectors.joining("; ")))
                .filter(text -> !text.isEmpty());
    }
}
