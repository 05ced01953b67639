package dev.envctl.aws.iam;

import dev.envctl.aws.AwsClients;
import dev.envctl.provider.Session;
import dev.envctl.value.Ordered;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import software.amazon.awssdk.services.iam.model.EntityType;
import software.amazon.awssdk.services.iam.model.GetAccountAuthorizationDetailsRequest;
import software.amazon.awssdk.services.iam.model.ManagedPolicyDetail;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.RoleDetail;

/// All roles and customer managed policies of the account, read once per session. The details lack a role's description
/// and session duration, which the plain list has.
record IamAccount(List<RoleDetail> roles, SequencedMap<String, Role> listed, List<ManagedPolicyDetail> policies) {

    private static final int PAGE = 1000;

    static IamAccount of(AwsClients clients, Session session) {
        return session.once("iam:account", () -> read(clients, session));
    }

    /// The plain list, by ARN, with the roles of services.
    static SequencedMap<String, Role> listed(AwsClients clients, Session session) {
        return session.once("iam:roles", () -> list(clients));
    }

    private static SequencedMap<String, Role> list(AwsClients clients) {
        SequencedMap<String, Role> listed = new LinkedHashMap<>();
        clients.iam()
                .listRolesPaginator(roles -> roles.maxItems(PAGE))
                .roles()
                .forEach(role -> listed.put(role.arn(), role));
        return Ordered.copyOf(listed);
    }

    private static IamAccount read(AwsClients clients, Session session) {
        var request = GetAccountAuthorizationDetailsRequest.builder()
                .filter(EntityType.ROLE, EntityType.LOCAL_MANAGED_POLICY)
                .maxItems(PAGE)
                .build();
        var pages = clients.iam().getAccountAuthorizationDetailsPaginator(request).stream()
                .toList();
        return new IamAccount(
                pages.stream().flatMap(page -> page.roleDetailList().stream()).toList(),
                listed(clients, session),
                pages.stream().flatMap(page -> page.policies().stream()).toList());
    }
}
