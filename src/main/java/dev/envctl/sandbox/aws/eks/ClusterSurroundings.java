package dev.envctl.sandbox.aws.eks;

import dev.envctl.sandbox.ClusterView;
import dev.envctl.sandbox.World;
import dev.envctl.sandbox.aws.Identifiers;
import dev.envctl.sandbox.aws.ec2.Ec2Store;
import dev.envctl.sandbox.aws.ec2.SecurityGroupRow;
import dev.envctl.sandbox.aws.ec2.SecurityGroupRuleRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a cluster has in the account and inside: its security group, the control plane's network interfaces, the
/// Kubernetes objects. Seeded clusters have the same.
public record ClusterSurroundings(World world, ClusterView.Clusters views) {

    /// EKS makes this group, for control plane and nodes to talk among themselves. `id` tells it from those of
    /// others.
    public static SecurityGroupRow securityGroup(String id, String clusterName, String vpcId) {
        long suffix = Long.parseLong(Identifiers.hex(id).substring(0, 8), 16) % 1_000_000_000;
        return new SecurityGroupRow(
                id,
                "eks-cluster-sg-%s-%d".formatted(clusterName, suffix),
                "EKS created security group applied to ENI that is attached to EKS Control Plane master nodes,"
                        + " as well as any managed workloads.",
                vpcId);
    }

    public static void addSecurityGroup(Ec2Store ec2, SecurityGroupRow group, String clusterName) {
        ec2.addSecurityGroup(
                group, Map.of("aws:eks:cluster-name", clusterName, "kubernetes.io/cluster/" + clusterName, "owned"));
        ec2.addRule(new SecurityGroupRuleRow(
                "",
                group.groupId(),
                false,
                SecurityGroupRuleRow.Traffic.ALL,
                new SecurityGroupRuleRow.Peer(SecurityGroupRuleRow.PeerType.GROUP, group.groupId()),
                Optional.empty()));
    }

    /// Returns the id of the cluster's security group.
    String createSecurityGroup(String clusterName, String vpcId) {
        SecurityGroupRow group = securityGroup(Identifiers.ec2(world, "sg"), clusterName, vpcId);
        addSecurityGroup(new Ec2Store(world), group, clusterName);
        return group.groupId();
    }

    void create(ClusterRow cluster) {
        attach(cluster);
        views.begin(world, cluster.name());
    }

    private void attach(ClusterRow cluster) {
        List<String> groups = new ArrayList<>(cluster.network().securityGroupIds());
        groups.addFirst(cluster.network().clusterSecurityGroupId());
        cluster.network()
                .subnetIds()
                .forEach(subnet -> new Interfaces(world).add(subnet, description(cluster), "amazon-eks", groups));
    }

    /// The control plane moves to other subnets or groups.
    void move(ClusterRow moved) {
        new Interfaces(world).remove(description(moved));
        attach(moved);
    }

    /// A group that something else still uses stays behind, as it does at AWS.
    void remove(ClusterRow cluster) {
        new Interfaces(world).remove(description(cluster));
        Ec2Store ec2 = new Ec2Store(world);
        String group = cluster.network().clusterSecurityGroupId();
        boolean isUsed = ec2.networkInterfaces().rows().stream()
                        .anyMatch(row -> row.groupIds().contains(group))
                || ec2.securityGroupRules().rows().stream()
                        .anyMatch(rule -> !rule.groupId().equals(group)
                                && rule.peer().value().equals(group));
        if (!isUsed) {
            ec2.removeSecurityGroup(group);
        }
        views.end(world, cluster.name());
        new EksStore(world).removeCluster(cluster.name());
    }

    private static String description(ClusterRow cluster) {
        return "Amazon EKS " + cluster.name();
    }
}
