package dev.envctl.sandbox.aws.iam;

import java.util.List;
import software.amazon.awssdk.services.iam.model.AttachedPermissionsBoundary;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.PermissionsBoundaryAttachmentType;
import software.amazon.awssdk.services.iam.model.PolicyDetail;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.RoleDetail;

/// Roles as the various calls show them: each leaves out something else.
final class RoleShapes {

    private RoleShapes() {}

    /// GetRole and CreateRole show everything.
    static Role whole(RoleRow row) {
        Role.Builder role = listed(row).toBuilder().tags(row.tags().isEmpty() ? null : Tags.list(row.tags()));
        row.boundaryArn().ifPresent(arn -> role.permissionsBoundary(boundary(arn)));
        return role.roleLastUsed(used -> {}).build();
    }

    /// ListRoles leaves out tags, boundary and last use.
    static Role listed(RoleRow row) {
        return Role.builder()
                .roleName(row.name())
                .path(row.path())
                .roleId(row.id())
                .arn(row.arn())
                .createDate(row.createdAt())
                .assumeRolePolicyDocument(PolicyDocuments.encoded(row.trustPolicy()))
                .description(row.description().isEmpty() ? null : row.description())
                .maxSessionDuration(row.maxSessionDuration())
                .build();
    }

    /// GetAccountAuthorizationDetails has the policies, and leaves out description and session duration.
    static RoleDetail detail(RoleRow row) {
        RoleDetail.Builder detail = RoleDetail.builder()
                .roleName(row.name())
                .path(row.path())
                .roleId(row.id())
                .arn(row.arn())
                .createDate(row.createdAt())
                .assumeRolePolicyDocument(PolicyDocuments.encoded(row.trustPolicy()))
                .instanceProfileList(List.of())
                .rolePolicyList(inline(row))
                .attachedManagedPolicies(attached(row))
                .tags(Tags.list(row.tags()))
                .roleLastUsed(used -> {});
        row.boundaryArn().ifPresent(arn -> detail.permissionsBoundary(boundary(arn)));
        return detail.build();
    }

    private static List<PolicyDetail> inline(RoleRow row) {
        return row.inlinePolicies().entrySet().stream()
                .map(policy -> PolicyDetail.builder()
                        .policyName(policy.getKey())
                        .policyDocument(PolicyDocuments.encoded(policy.getValue()))
                        .build())
                .toList();
    }

    static List<AttachedPolicy> attached(RoleRow row) {
        return row.attachedPolicyArns().stream()
                .map(arn -> AttachedPolicy.builder()
                        .policyArn(arn)
                        .policyName(Arns.name(arn))
                        .build())
                .toList();
    }

    private static AttachedPermissionsBoundary boundary(String arn) {
        return AttachedPermissionsBoundary.builder()
                .permissionsBoundaryArn(arn)
                .permissionsBoundaryType(PermissionsBoundaryAttachmentType.PERMISSIONS_BOUNDARY_POLICY)
                .build();
    }
}
