package dev.envctl.aws.iam;

import dev.envctl.aws.AwsClients;
import dev.envctl.provider.Observed;
import dev.envctl.provider.Ownership;
import dev.envctl.value.Ordered;
import dev.envctl.value.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AttachedPermissionsBoundary;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.RoleDetail;

/// Roles as [Role.Spec]: from the account's listing, or one alone after it was written.
final class RoleReader {

    private final AwsClients clients;

    RoleReader(AwsClients clients) {
        this.clients = clients;
    }

    Observed<Role.Spec> observed(RoleDetail detail, IamAccount account) {
        Map<String, Value> inline = new TreeMap<>();
        detail.rolePolicyList()
                .forEach(policy -> inline.put(policy.policyName(), Policies.decode(policy.policyDocument())));
        var listed = Optional.ofNullable(account.listed().get(detail.arn()));
        var role = software.amazon.awssdk.services.iam.model.Role.builder()
                .roleName(detail.roleName())
                .path(detail.path())
                .arn(detail.arn())
                .roleId(detail.roleId())
                .assumeRolePolicyDocument(detail.assumeRolePolicyDocument())
                .permissionsBoundary(detail.permissionsBoundary())
                .tags(detail.tags())
                .description(listed.map(software.amazon.awssdk.services.iam.model.Role::description)
                        .orElse(""))
                .maxSessionDuration(listed.map(software.amazon.awssdk.services.iam.model.Role::maxSessionDuration)
                        .orElse(3600))
                .build();
        return observed(role, inline, arns(detail.attachedManagedPolicies()));
    }

    Observed<Role.Spec> read(String roleName) {
        IamClient iam = clients.iam();
        var role = iam.getRole(request -> request.roleName(roleName)).role();
        Map<String, Value> inline = new TreeMap<>();
        for (String policy : iam.listRolePoliciesPaginator(request -> request.roleName(roleName))
                .policyNames()) {
            var answer = iam.getRolePolicy(request -> request.roleName(roleName).policyName(policy));
            inline.put(policy, Policies.decode(answer.policyDocument()));
        }
        var attached = iam.listAttachedRolePoliciesPaginator(request -> request.roleName(roleName))
                .attachedPolicies();
        return observed(role, inline, arns(attached));
    }

    private static Observed<Role.Spec> observed(
            software.amazon.awssdk.services.iam.model.Role role, Map<String, Value> inline, List<String> attached) {
        Map<String, String> tags = IamTags.map(role.tags());
        var spec = new Role.Spec(
                role.roleName(),
                Optional.of(role.path()),
                Policies.decode(role.assumeRolePolicyDocument()),
                Optional.of(Optional.ofNullable(role.description()).orElse("")),
                Optional.ofNullable(role.maxSessionDuration()),
                Optional.ofNullable(role.permissionsBoundary())
                        .map(AttachedPermissionsBoundary::permissionsBoundaryArn),
                Ordered.sorted(inline),
                attached,
                Ownership.userTags(tags));
        Value.MapValue computed = Value.map("arn", Value.of(role.arn()), "roleId", Value.of(role.roleId()));
        return Observed.ready(role.roleName(), spec, computed, Ownership.from(tags));
    }

    private static List<String> arns(Iterable<AttachedPolicy> attached) {
        return StreamSupport.stream(attached.spliterator(), false)
                .map(AttachedPolicy::policyArn)
                .sorted()
                .toList();
    }
}
