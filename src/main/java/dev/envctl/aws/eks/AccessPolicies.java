package dev.envctl.aws.eks;

import dev.envctl.aws.AwsClients;
import dev.envctl.aws.eks.AccessEntry.Policy;
import dev.envctl.aws.eks.AccessEntry.Scope;
import dev.envctl.aws.eks.AccessEntry.Spec;
import dev.envctl.provider.Ownership;
import dev.envctl.provider.Session;
import dev.envctl.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import software.amazon.awssdk.services.eks.model.AccessScope;

/// The access policies of an entry. An association overwrites the scope of the one before.
///
/// One of them has several masters: AmazonEMRJobPolicy of Amazon EMR's own role, whose namespaces EMR and every
/// environment's access to EMR add and take away. Of that one only what a document names is seen; its namespaces are
/// merged, and it is never taken away from here.
record AccessPolicies(AwsClients clients) {

    /// Marks an entry that goes with the last namespace in which EMR works.
    static final Map<String, String> SHARED = Map.of(Ownership.PREFIX + "shared", "emr-containers");

    private static final String EMR_POLICY = ":cluster-access-policy/AmazonEMRJobPolicy";
    private static final String EMR_ROLE =
            ":role/aws-service-role/emr-containers.amazonaws.com/AWSServiceRoleForAmazonEMRContainers";

    /// What a document says, as far as it is known.
    static List<Policy> namedIn(Value.MapValue criteria) {
        List<Policy> named = new ArrayList<>();
        if (criteria.get("accessPolicies").orElse(Value.NULL) instanceof Value.ListValue list) {
            for (Value element : list.elements()) {
                if (element instanceof Value.MapValue policy) {
                    policy.text("policyArn").ifPresent(arn -> named.add(new Policy(arn, scopeIn(policy))));
                }
            }
        }
        return named;
    }

    private static Scope scopeIn(Value.MapValue policy) {
        List<String> namespaces = new ArrayList<>();
        if (policy.get("accessScope").orElse(Value.NULL) instanceof Value.MapValue scope
                && scope.get("namespaces").orElse(Value.NULL) instanceof Value.ListValue list) {
            list.elements().forEach(element -> element.asText().ifPresent(namespaces::add));
        }
        return new Scope(namespaces.isEmpty() ? "cluster" : "namespace", namespaces);
    }

    /// The policies of an entry, without what belongs to others.
    List<Policy> shown(String clusterName, String principal, List<Policy> named) {
        List<Policy> shown = new ArrayList<>();
        for (Policy live : live(clusterName, principal)) {
            if (!isShared(principal, live)) {
                shown.add(live);
                continue;
            }
            find(named, live.policyArn())
                    .map(wanted -> covers(live, wanted) ? wanted : live)
                    .ifPresent(shown::add);
        }
        return List.copyOf(shown);
    }

    void align(Spec desired, Session session) {
        List<Policy> live = live(desired.clusterName(), desired.principalArn());
        for (Policy wanted : desired.accessPolicies()) {
            Optional<Policy> present = find(live, wanted.policyArn());
            Policy merged = isShared(desired.principalArn(), wanted)
                    ? present.map(each -> merged(each, wanted)).orElse(wanted)
                    : wanted;
            if (present.filter(each -> isSame(each, merged)).isEmpty()) {
                associate(desired, merged, session);
            }
        }
        for (Policy present : live) {
            if (find(desired.accessPolicies(), present.policyArn()).isEmpty()
                    && !isShared(desired.principalArn(), present)) {
                disassociate(desired, present, session);
            }
        }
    }

    boolean isStillUsedByEmr(String clusterName, String principal) {
        return EksRefusals.found(() -> live(clusterName, principal)).stream()
                .flatMap(List::stream)
                .anyMatch(policy -> isShared(principal, policy));
    }

    /// Takes away what only the document gave.
    void keepForEmr(Spec current, Session session) {
        live(current.clusterName(), current.principalArn()).stream()
                .filter(policy -> !isShared(current.principalArn(), policy))
                .forEach(policy -> disassociate(current, policy, session));
    }

    private List<Policy> live(String clusterName, String principal) {
        return clients
                .eks()
                .listAssociatedAccessPoliciesPaginator(
                        request -> request.clusterName(clusterName).principalArn(principal))
                .associatedAccessPolicies()
                .stream()
                .map(each -> new Policy(
                        each.policyArn(),
                        new Scope(
                                each.accessScope().typeAsString(),
                                each.accessScope().namespaces())))
                .toList();
    }

    private void associate(Spec entry, Policy policy, Session session) {
        var scope = AccessScope.builder().type(policy.accessScope().type());
        if (!policy.accessScope().namespaces().isEmpty()) {
            scope.namespaces(policy.accessScope().namespaces());
        }
        session.beforeWrite();
        clients.eks()
                .associateAccessPolicy(request -> request.clusterName(entry.clusterName())
                        .principalArn(entry.principalArn())
                        .policyArn(policy.policyArn())
                        .accessScope(scope.build()));
    }

    private void disassociate(Spec entry, Policy policy, Session session) {
        session.beforeWrite();
        EksRefusals.unlessMissing(() -> clients.eks()
                .disassociateAccessPolicy(request -> request.clusterName(entry.clusterName())
                        .principalArn(entry.principalArn())
                        .policyArn(policy.policyArn())));
    }

    private static boolean isShared(String principal, Policy policy) {
        return principal.endsWith(EMR_ROLE) && policy.policyArn().endsWith(EMR_POLICY);
    }

    private static Optional<Policy> find(List<Policy> policies, String arn) {
        return policies.stream().filter(each -> each.policyArn().equals(arn)).findFirst();
    }

    private static boolean isWhole(Policy policy) {
        return policy.accessScope().type().equals("cluster");
    }

    private static boolean covers(Policy live, Policy wanted) {
        return isWhole(live)
                || (!isWhole(wanted)
                        && live.accessScope()
                                .namespaces()
                                .containsAll(wanted.accessScope().namespaces()));
    }

    private static boolean isSame(Policy one, Policy other) {
        return one.accessScope().type().equals(other.accessScope().type())
                && new TreeSet<>(one.accessScope().namespaces())
                        .equals(new TreeSet<>(other.accessScope().namespaces()));
    }

    private static Policy merged(Policy live, Policy wanted) {
        if (isWhole(live) || isWhole(wanted)) {
            return new Policy(wanted.policyArn(), new Scope("cluster", List.of()));
        }
        TreeSet<String> namespaces = new TreeSet<>(live.accessScope().namespaces());
        namespaces.addAll(wanted.accessScope().namespaces());
        return new Policy(wanted.policyArn(), new Scope("namespace", List.copyOf(namespaces)));
    }
}
