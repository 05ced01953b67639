package dev.envctl.aws.eks;

import dev.envctl.aws.AwsClients;
import dev.envctl.aws.Changed;
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
import dev.envctl.value.Value;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.stream.Stream;

/// The role that the pods of a service account have. Those that an add-on made are listed beside ours and belong to the
/// add-on.
public final class PodIdentityAssociation implements EksKind<PodIdentityAssociation.Spec> {

    public record Spec(
            String clusterName, String namespace, String serviceAccount, String roleArn, Map<String, String> tags) {}

    private static final Traits TRAITS = Traits.of(
                    34,
                    Traits.Overlap.WHEN_RENAMED,
                    Traits.Ledger.OBJECT,
                    "/clusterName",
                    "/namespace",
                    "/serviceAccount")
            .withScope("Cluster")
            .withListed("eks", "podidentityassociation/")
            .withReferences("/clusterName", "/roleArn")
            .withActions(
                    "eks:CreatePodIdentityAssociation",
                    "eks:DeletePodIdentityAssociation",
                    "eks:DescribeCluster",
                    "eks:DescribePodIdentityAssociation",
                    "eks:ListPodIdentityAssociations",
                    "eks:TagResource",
                    "eks:UntagResource",
                    "eks:UpdatePodIdentityAssociation",
                    "iam:GetRole",
                    "iam:PassRole",
                    "tag:GetResources");

    private final AwsClients clients;

    public PodIdentityAssociation(AwsClients clients) {
        this.clients = clients;
    }

    private record Id(String clusterName, String associationId) {}

    @Override
    public AwsClients clients() {
        return clients;
    }

    @Override
    public Definition<Spec> definition() {
        return Definition.of("PodIdentityAssociation", Spec.class, TRAITS);
    }

    @Override
    public List<Observed<Spec>> observe(Wanted wanted, Session session) {
        SequencedSet<Id> ids = new LinkedHashSet<>();
        if (wanted.includeOwned()) {
            new ClusterMembers(clients)
                    .ownedArns("podidentityassociation", session)
                    .forEach(arn -> ids.add(new Id(arn.get(1), arn.get(2))));
        }
        Selection.managed(wanted).forEach(sought -> ids.addAll(named(sought, session)));
        List<Observed<Spec>> live = ids.stream()
                .flatMap(id -> describe(id.clusterName(), id.associationId()).stream())
                .toList();
        return Selection.<Spec>byKeyAt(TRAITS.naturalKey()).of(live, wanted, session);
    }

    private List<Id> named(Wanted.Sought sought, Session session) {
        Value.MapValue key = sought.criteria();
        return key.text("clusterName").stream()
                .flatMap(cluster -> all(cluster, session))
                .filter(each -> key.text("namespace").equals(Optional.of(each.namespace()))
                        && key.text("serviceAccount").equals(Optional.of(each.serviceAccount())))
                .map(each -> new Id(each.clusterName(), each.associationId()))
                .toList();
    }

    private Stream<software.amazon.awssdk.services.eks.model.PodIdentityAssociationSummary> all(
            String clusterName, Session session) {
        if (new EksReads(clients).describe(clusterName, session).isEmpty()) {
            return Stream.empty();
        }
        return session
                .once(
                        "eks/pod-identities/" + clusterName,
                        () -> clients
                                .eks()
                                .listPodIdentityAssociationsPaginator(request -> request.clusterName(clusterName))
                                .associations()
                                .stream()
                                .toList())
                .stream();
    }

    private Optional<Observed<Spec>> describe(String clusterName, String id) {
        return EksRefusals.found(() -> clients.eks()
                        .describePodIdentityAssociation(
                                request -> request.clusterName(clusterName).associationId(id))
                        .association())
                .map(PodIdentityAssociation::observed);
    }

    @Override
    public Observed<Spec> create(Spec desired, Ownership ownership, Session session) {
        String token = ClientToken.forThisHour(ownership, session);
        return observed(EksRefusals.onceRolesAreKnown(
                session,
                () -> clients.eks()
                        .createPodIdentityAssociation(request -> request.clusterName(desired.clusterName())
                                .namespace(desired.namespace())
                                .serviceAccount(desired.serviceAccount())
                                .roleArn(desired.roleArn())
                                .clientRequestToken(token)
                                .tags(ownership.allTags(desired.tags())))
                        .association()));
    }

    @Override
    public Observed<Spec> update(
            Observed<Spec> current, Spec desired, Set<FieldPath> changed, Ownership ownership, Session session) {
        if (Changed.has(changed, "roleArn")) {
            EksRefusals.onceRolesAreKnown(
                    session,
                    () -> clients.eks()
                            .updatePodIdentityAssociation(request -> request.clusterName(desired.clusterName())
                                    .associationId(current.id())
                                    .roleArn(desired.roleArn())));
        }
        retag(current, TagChange.of(current.spec().tags(), desired.tags(), changed, ownership), session);
        return describe(desired.clusterName(), current.id()).orElse(current);
    }

    @Override
    public void delete(Observed<Spec> current, Session session) {
        session.beforeWrite();
        EksRefusals.unlessMissing(() -> clients.eks()
                .deletePodIdentityAssociation(request ->
                        request.clusterName(current.spec().clusterName()).associationId(current.id())));
    }

    @Override
    public Observed<Spec> await(Observed<Spec> current, Session session) {
        return current;
    }

    private static Observed<Spec> observed(software.amazon.awssdk.services.eks.model.PodIdentityAssociation live) {
        return Observed.ready(
                live.associationId(),
                new Spec(
                        live.clusterName(),
                        live.namespace(),
                        live.serviceAccount(),
                        live.roleArn(),
                        Ownership.userTags(live.tags())),
                Value.map("associationId", Value.of(live.associationId()), "arn", Value.of(live.associationArn())),
                Ownership.from(live.tags()));
    }
}
