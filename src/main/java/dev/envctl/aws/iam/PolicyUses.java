package dev.envctl.aws.iam;

import static dev.envctl.aws.Refusals.unless;

import dev.envctl.aws.AwsClients;
import dev.envctl.problem.Code;
import dev.envctl.provider.Ownership;
import dev.envctl.provider.ProviderException;
import dev.envctl.provider.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.iam.model.ListEntitiesForPolicyRequest;
import software.amazon.awssdk.services.iam.model.ListEntitiesForPolicyResponse;
import software.amazon.awssdk.services.iam.model.PolicyUsageType;

/// Who a managed policy is attached to. Before it can go it is taken off our own roles; roles, users and groups of
/// others keep it and stop the deletion.
final class PolicyUses {

    private final AwsClients clients;

    PolicyUses(AwsClients clients) {
        this.clients = clients;
    }

    void detachOurs(String arn, Session session) {
        List<String> others = new ArrayList<>();
        for (ListEntitiesForPolicyResponse page : attachments(arn)) {
            page.policyUsers().forEach(user -> others.add("user " + user.userName()));
            page.policyGroups().forEach(group -> others.add("group " + group.groupName()));
            page.policyRoles().forEach(role -> {
                if (isOurs(role.roleName(), session)) {
                    detach(arn, role.roleName(), session);
                } else {
                    others.add("role " + role.roleName());
                }
            });
        }
        if (!others.isEmpty()) {
            throw ProviderException.of(
                            Code.INVALID_REQUEST,
                            "The policy %s is still attached to %s, which this environment does not own."
                                    .formatted(arn, String.join(", ", others)))
                    .withHint("Detach it there, then repeat the command.");
        }
    }

    private List<ListEntitiesForPolicyResponse> attachments(String arn) {
        var request = ListEntitiesForPolicyRequest.builder()
                .policyArn(arn)
                .policyUsageFilter(PolicyUsageType.PERMISSIONS_POLICY)
                .build();
        return clients.iam().listEntitiesForPolicyPaginator(request).stream().toList();
    }

    private boolean isOurs(String roleName, Session session) {
        Map<String, String> tags =
                IamTags.map(clients.iam().listRoleTagsPaginator(request -> request.roleName(roleName)).tags().stream()
                        .toList());
        return session.place().owner().equals(tags.get(Ownership.ENVIRONMENT));
    }

    private void detach(String arn, String roleName, Session session) {
        session.beforeWrite();
        unless(
                () -> clients.iam()
                        .detachRolePolicy(request -> request.roleName(roleName).policyArn(arn)),
                "NoSuchEntity");
    }
}
