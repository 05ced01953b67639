package dev.envctl.sandbox.aws.ec2;

import dev.envctl.sandbox.aws.AwsError;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds the security group a call means.
final class Groups {

    private Groups() {}

    /// A name alone means a group of the default VPC.
    static SecurityGroupRow find(Ec2Store store, @Nullable String groupId, @Nullable String groupName) {
        if (groupId != null) {
            return byId(store, groupId);
        }
        if (groupName != null) {
            return byNameInDefaultVpc(store, groupName);
        }
        throw new AwsError("MissingParameter", 400, "The request must contain the parameter groupName or groupId");
    }

    static SecurityGroupRow byId(Ec2Store store, String groupId) {
        return store.securityGroups().get(groupId).orElseThrow(() -> missing(groupId));
    }

    static AwsError missing(String groupId) {
        return ResourceType.SECURITY_GROUP.missing(groupId);
    }

    private static SecurityGroupRow byNameInDefaultVpc(Ec2Store store, String name) {
        return defaultVpc(store).stream()
                .flatMap(vpc -> store
                        .securityGroups()
                        .where(group -> group.vpcId().equals(vpc.vpcId())
                                && group.groupName().equals(name))
                        .stream())
                .findFirst()
                .orElseThrow(() -> new AwsError(
                        "InvalidGroup.NotFound",
                        400,
                        "The security group '%s' does not exist in default VPC".formatted(name)));
    }

    static Optional<VpcRow> defaultVpc(Ec2Store store) {
        return store.vpcs().where(VpcRow::defaultVpc).stream().findFirst();
    }
}
