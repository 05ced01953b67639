package dev.envctl.sandbox.aws.eks;

import dev.envctl.sandbox.aws.Call;
import dev.envctl.sandbox.aws.Operation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.eks.model.AccessPolicy;
import software.amazon.awssdk.services.eks.model.AccessScope;
import software.amazon.awssdk.services.eks.model.AccessScopeType;
import software.amazon.awssdk.services.eks.model.AssociateAccessPolicyRequest;
import software.amazon.awssdk.services.eks.model.AssociateAccessPolicyResponse;
import software.amazon.awssdk.services.eks.model.DisassociateAccessPolicyRequest;
import software.amazon.awssdk.services.eks.model.DisassociateAccessPolicyResponse;
import software.amazon.awssdk.services.eks.model.ListAccessPoliciesRequest;
import software.amazon.awssdk.services.eks.model.ListAccessPoliciesResponse;
import software.amazon.awssdk.services.eks.model.ListAssociatedAccessPoliciesRequest;
import software.amazon.awssdk.services.eks.model.ListAssociatedAccessPoliciesResponse;

/// Access policies of AWS, associated with access entries.
final class AccessPolicyOperations {

    private static final String PREFIX = "arn:aws:eks::aws:cluster-access-policy/";
    private static final List<String> POLICIES = List.of(
            "AmazonEKSAdminPolicy",
            "AmazonEKSAdminViewPolicy",
            "AmazonEKSClusterAdminPolicy",
            "AmazonEKSEditPolicy",
            "AmazonEKSViewPolicy",
            "AmazonEMRJobPolicy");

    private AccessPolicyOperations() {}

    static List<Operation<?, ?>> operations() {
        return List.of(
                Operation.rest(
                        "ListAccessPolicies",
                        "GET",
                        "/access-policies",
                        ListAccessPoliciesRequest::builder,
                        AccessPolicyOperations::policies),
                Operation.rest(
                        "AssociateAccessPolicy",
                        "POST",
                        "/clusters/{name}/access-entries/{principalArn}/access-policies",
                        AssociateAccessPolicyRequest::builder,
                        AccessPolicyOperations::associate),
                Operation.rest(
                        "ListAssociatedAccessPolicies",
                        "GET",
                        "/clusters/{name}/access-entries/{principalArn}/access-policies",
                        ListAssociatedAccessPoliciesRequest::builder,
                        AccessPolicyOperations::associated),
                Operation.rest(
                        "DisassociateAccessPolicy",
                        "DELETE",
                        "/clusters/{name}/access-entries/{principalArn}/access-policies/{policyArn}",
                        DisassociateAccessPolicyRequest::builder,
                        AccessPolicyOperations::disassociate));
    }

    private static ListAccessPoliciesResponse policies(ListAccessPoliciesRequest request, Call call) {
        var page = Refusals.page(POLICIES, request.nextToken(), request.maxResults());
        return ListAccessPoliciesResponse.builder()
                .accessPolicies(page.rows().stream()
                        .map(name -> AccessPolicy.builder()
                                .name(name)
                                .arn(PREFIX + name)
                                .build())
                        .toList())
                .nextToken(page.nextToken().orElse(null))
                .build();
    }

    /// An association that exists gets the new scope; scopes are not merged.
    private static AssociateAccessPolicyResponse associate(AssociateAccessPolicyRequest request, Call call) {
        var entry = AccessEntryOperations.find(call, request.clusterName(), request.principalArn());
        if (!entry.isStandard()) {
            throw Refusals.invalidRequest(
                    "Access policies can only be associated with access entries of type STANDARD.");
        }
        checkPolicy(request.policyArn());
        var association = new AccessEntryRow.Association(
                request.policyArn(),
                namespaces(request.accessScope()),
                entry.association(request.policyArn())
                        .map(AccessEntryRow.Association::associatedAt)
                        .orElse(call.now()),
                call.now());
        var associations = new ArrayList<>(entry.associations());
        associations.removeIf(existing -> existing.policyArn().equals(request.policyArn()));
        associations.add(association);
        new EksStore(call.world()).putAccessEntry(entry.withAssociations(associations));
        return AssociateAccessPolicyResponse.builder()
                .clusterName(entry.clusterName())
                .principalArn(entry.principalArn())
                .associatedAccessPolicy(Descriptions.association(association))
                .build();
    }

    private static void checkPolicy(String policyArn) {
        if (!policyArn.startsWith(PREFIX) || !POLICIES.contains(policyArn.substring(PREFIX.length()))) {
            throw Refusals.invalidParameter("The policyArn parameter format is not valid: " + policyArn);
        }
    }

    /// None for the whole cluster.
    private static List<String> namespaces(@Nullable AccessScope scope) {
        if (scope == null || scope.type() == null) {
            throw Refusals.invalidParameter("The accessScope must have a type, cluster or namespace.");
        }
        if (scope.type() == AccessScopeType.UNKNOWN_TO_SDK_VERSION) {
            throw Refusals.invalidParameter("The accessScope type is not valid: " + scope.typeAsString());
        }
        if (scope.type() == AccessScopeType.CLUSTER && !scope.namespaces().isEmpty()) {
            throw Refusals.invalidParameter("An accessScope of type cluster cannot have namespaces.");
        }
        if (scope.type() == AccessScopeType.NAMESPACE && scope.namespaces().isEmpty()) {
            throw Refusals.invalidParameter("An accessScope of type namespace must have namespaces.");
        }
        return scope.namespaces();
    }

    private static ListAssociatedAccessPoliciesResponse associated(
            ListAssociatedAccessPoliciesRequest request, Call call) {
        var entry = AccessEntryOperations.find(call, request.clusterName(), request.principalArn());
        var page = Refusals.page(entry.associations(), request.nextToken(), request.maxResults());
        return ListAssociatedAccessPoliciesResponse.builder()
                .clusterName(entry.clusterName())
                .principalArn(entry.principalArn())
                .associatedAccessPolicies(
                        page.rows().stream().map(Descriptions::association).toList())
                .nextToken(page.nextToken().orElse(null))
                .build();
    }

    private static DisassociateAccessPolicyResponse disassociate(DisassociateAccessPolicyRequest request, Call call) {
        var entry = AccessEntryOperations.find(call, request.clusterName(), request.principalArn());
        if (entry.association(request.policyArn()).isEmpty()) {
            throw Refusals.notFound("The specified policyArn is not associated with the access entry.");
        }
        new EksStore(call.world())
                .putAccessEntry(entry.withAssociations(entry.associations().stream()
                        .filter(association -> !association.policyArn().equals(request.policyArn()))
                        .toList()));
        return DisassociateAccessPolicyResponse.builder().build();
    }
}
