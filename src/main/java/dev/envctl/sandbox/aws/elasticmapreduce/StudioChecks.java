package dev.envctl.sandbox.aws.elasticmapreduce;

import dev.envctl.sandbox.aws.Call;
import dev.envctl.sandbox.aws.IamView;
import dev.envctl.sandbox.aws.TrustPolicy;
import dev.envctl.sandbox.aws.ec2.Ec2Store;
import dev.envctl.sandbox.aws.identitycenter.IdentityCenterStore;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.emr.model.CreateStudioRequest;

/// What EMR looks at before it makes or changes a Studio.
record StudioChecks(IamView iam) {

    private static final int MAXIMUM_SUBNETS = 5;
    private static final String EMR = "elasticmapreduce.amazonaws.com";
    private static final Pattern S3_LOCATION = Pattern.compile("s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/.*)?");

    void check(CreateStudioRequest request, Call call) {
        checkName(request.name());
        checkDescription(request.description());
        checkMode(request, call);
        checkS3Location(request.defaultS3Location());
        var vpcId = vpc(request.vpcId(), call);
        checkSubnets(request.subnetIds(), vpcId, call);
        checkSecurityGroup(request.workspaceSecurityGroupId(), "WorkspaceSecurityGroupId", vpcId, call);
        checkSecurityGroup(request.engineSecurityGroupId(), "EngineSecurityGroupId", vpcId, call);
        if (request.workspaceSecurityGroupId().equals(request.engineSecurityGroupId())) {
            throw StudioStore.invalid("WorkspaceSecurityGroupId and EngineSecurityGroupId cannot be the same.");
        }
        checkRole(request.serviceRole(), "service role", call);
        if (request.userRole() != null) {
            checkRole(request.userRole(), "user role", call);
        }
    }

    static void checkName(@Nullable String name) {
        if (name == null || name.isBlank() || name.length() > 256) {
            throw StudioStore.invalid("Studio name must have 1 to 256 characters.");
        }
    }

    static void checkDescription(@Nullable String description) {
        if (description != null && description.length() > 256) {
            throw StudioStore.invalid("Studio description must have at most 256 characters.");
        }
    }

    private static void checkMode(CreateStudioRequest request, Call call) {
        switch (String.valueOf(request.authModeAsString())) {
            case "SSO" -> checkIdentityCenter(request, call);
            case "IAM" -> {
                if (request.userRole() != null) {
                    throw StudioStore.invalid("UserRole can only be specified when AuthMode is SSO.");
                }
            }
            default -> throw StudioStore.invalid("AuthMode must be SSO or IAM.");
        }
    }

    private static void checkIdentityCenter(CreateStudioRequest request, Call call) {
        if (request.userRole() == null) {
            throw StudioStore.invalid("UserRole is required when AuthMode is SSO.");
        }
        if (new IdentityCenterStore(call.world()).instance().isEmpty()) {
            throw StudioStore.invalid("IAM Identity Center is not enabled in this Region.");
        }
    }

    static void checkS3Location(@Nullable String location) {
        if (location == null || !S3_LOCATION.matcher(location).matches()) {
            throw StudioStore.invalid("DefaultS3Location is not a valid S3 location: " + location);
        }
    }

    private static String vpc(@Nullable String vpcId, Call call) {
        return new Ec2Store(call.world())
                .vpcs()
                .get(String.valueOf(vpcId))
                .orElseThrow(() -> StudioStore.invalid("The VPC %s does not exist.".formatted(vpcId)))
                .vpcId();
    }

    static void checkSubnets(List<String> subnetIds, String vpcId, Call call) {
        if (subnetIds.isEmpty() || new HashSet<>(subnetIds).size() > MAXIMUM_SUBNETS) {
            throw StudioStore.invalid("A Studio must have 1 to 5 subnets.");
        }
        for (var subnetId : subnetIds) {
            var subnet = new Ec2Store(call.world())
                    .subnets()
                    .get(subnetId)
                    .orElseThrow(() -> StudioStore.invalid("The subnet %s does not exist.".formatted(subnetId)));
            if (!subnet.vpcId().equals(vpcId)) {
                throw StudioStore.invalid("The subnet %s does not belong to VPC %s.".formatted(subnetId, vpcId));
            }
        }
    }

    private static void checkSecurityGroup(@Nullable String groupId, String parameter, String vpcId, Call call) {
        var group = new Ec2Store(call.world())
                .securityGroups()
                .get(String.valueOf(groupId))
                .orElseThrow(() -> StudioStore.invalid(
                        "The security group %s of %s does not exist.".formatted(groupId, parameter)));
        if (!group.vpcId().equals(vpcId)) {
            throw StudioStore.invalid("The security group %s does not belong to VPC %s.".formatted(groupId, vpcId));
        }
    }

    /// A role that IAM has only just been told of looks here as if it did not trust EMR.
    private void checkRole(@Nullable String nameOrArn, String what, Call call) {
        boolean assumable = iam.role(call.world(), String.valueOf(nameOrArn))
                .filter(role -> role.isAssumableAt(call.now()))
                .filter(role -> TrustPolicy.parse(role.trustPolicy()).trustsService(EMR))
                .isPresent();
        if (!assumable) {
            throw StudioStore.invalid(
                    "EMR Studio %s %s is invalid: the entity does not have permissions to assume role."
                            .formatted(what, nameOrArn));
        }
    }
}
