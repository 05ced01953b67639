package dev.envctl.sandbox.aws.eks;

import dev.envctl.sandbox.aws.Call;
import dev.envctl.sandbox.aws.IamView;
import dev.envctl.sandbox.aws.TrustPolicy;
import dev.envctl.sandbox.aws.ec2.Ec2Store;
import dev.envctl.sandbox.aws.ec2.SubnetRow;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What EKS asks of the subnets, groups and roles that it is handed.
record Places(IamView iam, Call call) {

    private static final int MAXIMUM_GROUPS = 5;

    /// Of one VPC and at least two zones. Returns the VPC.
    String checkClusterSubnets(List<String> ids) {
        List<SubnetRow> subnets = subnets(ids);
        if (subnets.stream().map(SubnetRow::availabilityZone).distinct().count() < 2) {
            throw Refusals.invalidParameter("Subnets specified must be in at least two different AZs");
        }
        Set<String> vpcs = new HashSet<>();
        subnets.forEach(subnet -> vpcs.add(subnet.vpcId()));
        if (vpcs.size() > 1) {
            throw Refusals.invalidParameter("Subnets specified must belong to the same VPC");
        }
        return subnets.getFirst().vpcId();
    }

    List<SubnetRow> subnets(List<String> ids) {
        return ids.stream().map(this::subnet).toList();
    }

    private SubnetRow subnet(String id) {
        return new Ec2Store(call.world())
                .subnets()
                .get(id)
                .orElseThrow(() -> Refusals.invalidParameter("The subnet ID '%s' does not exist".formatted(id)));
    }

    /// Node groups and profiles stay in the VPC of their cluster.
    void checkMemberSubnets(List<String> ids, ClusterRow cluster) {
        for (SubnetRow subnet : subnets(ids)) {
            if (!subnet.vpcId().equals(cluster.network().vpcId())) {
                throw Refusals.invalidParameter("Subnet %s does not belong to the VPC of cluster %s"
                        .formatted(subnet.subnetId(), cluster.name()));
            }
        }
    }

    boolean isPrivate(String subnetId) {
        return new Ec2Store(call.world()).isPrivate(subnet(subnetId));
    }

    void checkSecurityGroups(List<String> ids, String vpcId) {
        if (ids.size() > MAXIMUM_GROUPS) {
            throw Refusals.invalidParameter("A cluster has at most 5 security groups.");
        }
        for (String id : ids) {
            Optional<String> vpc =
                    new Ec2Store(call.world()).securityGroups().get(id).map(group -> group.vpcId());
            if (!vpc.equals(Optional.of(vpcId))) {
                throw Refusals.invalidParameter(
                        "Security group %s does not exist in the VPC %s of the subnets".formatted(id, vpcId));
            }
        }
    }

    /// Unknown outside IAM for a moment after it was made, and of no use without the service in its trust policy.
    boolean canBeAssumed(String roleArn, String service) {
        return iam.role(call.world(), roleArn)
                .filter(role -> role.isAssumableAt(call.now()))
                .filter(role -> TrustPolicy.parse(role.trustPolicy()).trustsService(service))
                .isPresent();
    }

    void checkClusterRole(String roleArn) {
        if (!canBeAssumed(roleArn, "eks.amazonaws.com")) {
            throw Refusals.invalidParameter(("Role with arn: %s, could not be assumed because it does not exist or the"
                            + " trusted entity is not correct")
                    .formatted(roleArn));
        }
    }

    void checkNodeRole(String roleArn) {
        if (!canBeAssumed(roleArn, "ec2.amazonaws.com")) {
            throw Refusals.invalidParameter(
                    ("Following required service principals [ec2.amazonaws.com] were not found in"
                                    + " the trust relationships of nodeRole %s")
                            .formatted(roleArn));
        }
    }

    void checkPodExecutionRole(String roleArn) {
        if (!canBeAssumed(roleArn, "eks-fargate-pods.amazonaws.com")) {
            throw Refusals.invalidParameter("Misconfigured PodExecutionRole Trust Policy; Please add the"
                    + " eks-fargate-pods.amazonaws.com Service Principal");
        }
    }

    /// For pods; whom it trusts shows when one of them asks for it.
    void checkPodRole(@Nullable String roleArn) {
        if (roleArn != null
                && iam.role(call.world(), roleArn)
                        .filter(role -> role.isAssumableAt(call.now()))
                        .isEmpty()) {
            throw Refusals.invalidParameter("Role provided in the request does not exist.");
        }
    }
}
