package dev.envctl.aws.eks;

import dev.envctl.aws.AwsClients;
import dev.envctl.aws.Changed;
import dev.envctl.aws.ClientToken;
import dev.envctl.aws.Refusals;
import dev.envctl.aws.Selection;
import dev.envctl.aws.TagChange;
import dev.envctl.provider.Definition;
import dev.envctl.provider.Observed;
import dev.envctl.provider.Ownership;
import dev.envctl.provider.Session;
import dev.envctl.provider.Traits;
import dev.envctl.provider.Wanted;
import dev.envctl.value.FieldPath;
import dev.envctl.value.Ordered;
import dev.envctl.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import software.amazon.awssdk.services.eks.model.CreateAccessEntryRequest;
import software.amazon.awssdk.services.eks.model.UpdateAccessEntryRequest;

/// Who may enter a cluster as whom, and with which of AWS's access policies; those are [AccessPolicies].
public final class AccessEntry implements EksKind<AccessEntry.Spec> {

    public record Spec(
            String clusterName,
            String principalArn,
            String type,
            List<String> kubernetesGroups,
            Optional<String> username,
            List<Policy> accessPolicies,
            Map<String, String> tags) {}

    public record Policy(String policyArn, Scope accessScope) {}

    public record Scope(String type, List<String> namespaces) {}

    private static final Traits TRAITS = Traits.of(
                    34, Traits.Overlap.WHEN_RENAMED, Traits.Ledger.OBJECT, "/clusterName", "/principalArn")
            .withScope("Cluster")
            .withListed("eks", "access-entry/")
            .withReferences("/clusterName", "/principalArn")
            .withActions(
                    "eks:AssociateAccessPolicy",
                    "eks:CreateAccessEntry",
                    "eks:DeleteAccessEntry",
                    "eks:DescribeAccessEntry",
                    "eks:DescribeCluster",
                    "eks:DisassociateAccessPolicy",
                    "eks:ListAccessEntries",
                    "eks:ListAssociatedAccessPolicies",
                    "eks:TagResource",
                    "eks:UntagResource",
                    "eks:UpdateAccessEntry",
                    "tag:GetResources");

    private final AwsClients clients;
    private final AccessPolicies policies;

    public AccessEntry(AwsClients clients) {
        this.clients = clients;
        this.policies = new AccessPolicies(clients);
    }

    @Override
    public AwsClients clients() {
        return clients;
    }

    @Override
    public Definition<Spec> definition() {
        return Definition.of("AccessEntry", Spec.class, TRAITS);
    }

    @Override
    public List<Observed<Spec>> observe(Wanted wanted, Session session) {
        List<Observed<Spec>> live = new ArrayList<>();
        for (Wanted.Sought sought : Selection.managed(wanted)) {
            sought.criteria()
                    .text("clusterName")
                    .filter(cluster -> isThere(cluster, session))
                    .ifPresent(cluster -> sought.criteria()
                            .text("principalArn")
                            .flatMap(principal ->
                                    describe(cluster, principal, AccessPolicies.namedIn(sought.criteria())))
                            .ifPresent(live::add));
        }
        if (wanted.includeOwned()) {
            addOwned(live, session);
        }
        return Selection.<Spec>byKeyAt(TRAITS.naturalKey()).of(live, wanted, session);
    }

    private boolean isThere(String clusterName, Session session) {
        return new EksReads(clients).describe(clusterName, session).isPresent();
    }

    /// An ARN has the principal's name without its path, so what no document names is found in the cluster's list.
    private void addOwned(List<Observed<Spec>> live, Session session) {
        SequencedSet<List<String>> missing = new LinkedHashSet<>();
        for (List<String> arn : new ClusterMembers(clients).ownedArns("access-entry", session)) {
            boolean isKnown = live.stream()
                    .anyMatch(each -> each.computed().text("arn").orElse("").endsWith(String.join("/", arn)));
            if (!isKnown && isThere(arn.get(1), session)) {
                missing.add(arn);
            }
        }
        for (List<String> arn : missing) {
            principals(arn.get(1), session).stream()
                    .filter(principal -> principal.endsWith("/" + arn.get(4)))
                    .flatMap(principal -> describe(arn.get(1), principal, List.of()).stream())
                    .filter(each -> each.computed().text("arn").orElse("").endsWith(String.join("/", arn)))
                    .forEach(live::add);
        }
    }

    private List<String> principals(String clusterName, Session session) {
        return session.once(
                "eks/access-entries/" + clusterName,
                () ->
                        clients
                                .eks()
                                .listAccessEntriesPaginator(request -> request.clusterName(clusterName))
                                .accessEntries()
                                .stream()
                                .toList());
    }

    /// A cluster that takes no access entries has none.
    private Optional<Observed<Spec>> describe(String clusterName, String principal, List<Policy> named) {
        return Refusals.found(
                        () -> clients.eks()
                                .describeAccessEntry(request ->
                                        request.clusterName(clusterName).principalArn(principal))
                                .accessEntry(),
                        EksRefusals.MISSING,
                        "InvalidRequestException")
                .map(entry -> observed(entry, policies.shown(clusterName, principal, named)));
    }

    @Override
    public Observed<Spec> create(Spec desired, Ownership ownership, Session session) {
        var request = CreateAccessEntryRequest.builder()
                .clusterName(desired.clusterName())
                .principalArn(desired.principalArn())
                .type(desired.type())
                .username(desired.username().orElse(null))
                .clientRequestToken(ClientToken.forThisHour(ownership, session))
                .tags(ownership.allTags(desired.tags()));
        if (!desired.kubernetesGroups().isEmpty()) {
            request.kubernetesGroups(desired.kubernetesGroups());
        }
        EksRefusals.onceRolesAreKnown(session, () -> clients.eks().createAccessEntry(request.build()));
        policies.align(desired, session);
        return readBack(desired);
    }

    private Observed<Spec> readBack(Spec desired) {
        return describe(desired.clusterName(), desired.principalArn(), desired.accessPolicies())
                .orElseThrow();
    }

    @Override
    public Observed<Spec> update(
            Observed<Spec> current, Spec desired, Set<FieldPath> changed, Ownership ownership, Session session) {
        if (Changed.has(changed, "kubernetesGroups") || Changed.has(changed, "username")) {
            session.beforeWrite();
            clients.eks().updateAccessEntry(identity(desired, changed));
        }
        if (Changed.has(changed, "accessPolicies")) {
            policies.align(desired, session);
        }
        retag(current, TagChange.of(current.spec().tags(), desired.tags(), changed, ownership), session);
        return readBack(desired);
    }

    private static UpdateAccessEntryRequest identity(Spec desired, Set<FieldPath> changed) {
        var request = UpdateAccessEntryRequest.builder()
                .clusterName(desired.clusterName())
                .principalArn(desired.principalArn())
                .username(desired.username().orElse(null));
        return Changed.has(changed, "kubernetesGroups")
                ? request.kubernetesGroups(desired.kubernetesGroups()).build()
                : request.build();
    }

    /// Where Amazon EMR still has namespaces by this entry, it is left to them: the last access that is taken away
    /// takes the entry along.
    @Override
    public void delete(Observed<Spec> current, Session session) {
        String cluster = current.spec().clusterName();
        String principal = current.spec().principalArn();
        if (policies.isStillUsedByEmr(cluster, principal)) {
            policies.keepForEmr(current.spec(), session);
            retag(current, new TagChange(Ordered.copyOf(AccessPolicies.SHARED), Ownership.keys()), session);
            return;
        }
        session.beforeWrite();
        EksRefusals.unlessMissing(() -> clients.eks()
                .deleteAccessEntry(request -> request.clusterName(cluster).principalArn(principal)));
    }

    /// A create call and the associations after it are several; what is missing of them shows as a difference.
    @Override
    public Observed<Spec> await(Observed<Spec> current, Session session) {
        return current;
    }

    private static Observed<Spec> observed(
            software.amazon.awssdk.services.eks.model.AccessEntry live, List<Policy> policies) {
        return Observed.ready(
                live.clusterName() + " " + live.principalArn(),
                new Spec(
                        live.clusterName(),
                        live.principalArn(),
                        live.type(),
                        live.kubernetesGroups(),
                        Optional.ofNullable(live.username()),
                        policies,
                        Ownership.userTags(live.tags())),
                Value.map("arn", Value.of(live.accessEntryArn())),
                Ownership.from(live.tags()));
    }
}
