package dev.envctl.sandbox.aws.account;

import static dev.envctl.sandbox.aws.Identifiers.seededEc2;

import dev.envctl.sandbox.World;
import dev.envctl.sandbox.aws.Identifiers;
import dev.envctl.sandbox.aws.Principals;
import dev.envctl.sandbox.aws.account.NetworkSeed.Network;
import dev.envctl.sandbox.aws.ec2.Ec2Store;
import dev.envctl.sandbox.aws.ec2.NetworkInterfaceRow;
import dev.envctl.sandbox.aws.eks.AccessEntryRow;
import dev.envctl.sandbox.aws.eks.AddonRow;
import dev.envctl.sandbox.aws.eks.ClusterRow;
import dev.envctl.sandbox.aws.eks.ClusterSurroundings;
import dev.envctl.sandbox.aws.eks.EksStore;
import dev.envctl.sandbox.aws.eks.NewCluster;
import dev.envctl.sandbox.aws.eks.NodegroupRow;
import dev.envctl.sandbox.aws.eks.Progress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An EKS cluster in the private subnets, with one node group and without an IAM OIDC provider.
final class ClusterSeed {

    private static final String NAME = "data-platform";
    private static final String VERSION = "1.31";
    private static final int NODES = 3;

    private final World world;
    private final Network network;
    private final Ec2Store ec2;
    private final EksStore eks;

    ClusterSeed(World world, Network network) {
        this.world = world;
        this.network = network;
        this.ec2 = new Ec2Store(world);
        this.eks = new EksStore(world);
    }

    void plant() {
        var group = plantSecurityGroup();
        eks.clusters().put(NAME, cluster(group));
        plantNodegroup();
        List.of("vpc-cni", "coredns", "kube-proxy").forEach(this::plantAddon);
        plantNodeAccessEntry();
        plantNetworkInterfaces(group);
    }

    private ClusterRow cluster(String clusterSecurityGroupId) {
        return new ClusterRow(
                NAME,
                arn("cluster/" + NAME),
                role("data-platform-cluster"),
                new ClusterRow.Origin(Principals.USER_ARN, true, world.now(), Optional.empty()),
                VERSION,
                Optional.empty(),
                new ClusterRow.Network(
                        network.vpcId(),
                        network.privateSubnetIds(),
                        List.of(),
                        clusterSecurityGroupId,
                        new ClusterRow.Endpoint(true, true, List.of("0.0.0.0/0"))),
                NewCluster.inside(AccountSeed.REGION, NAME, "ipv4", "172.20.0.0/16"),
                new ClusterRow.Settings("API_AND_CONFIG_MAP", List.of(), Optional.empty(), "EXTENDED", false),
                Progress.none(world.now()),
                Map.of("team", "platform"));
    }

    private static String arn(String resource) {
        return "arn:aws:eks:%s:%s:%s".formatted(AccountSeed.REGION, World.ACCOUNT_ID, resource);
    }

    private static String role(String name) {
        return "arn:aws:iam::%s:role/%s".formatted(World.ACCOUNT_ID, name);
    }

    private String plantSecurityGroup() {
        var id = seededEc2("sg", "eks-cluster-sg-" + NAME);
        ClusterSurroundings.addSecurityGroup(ec2, ClusterSurroundings.securityGroup(id, NAME, network.vpcId()), NAME);
        return id;
    }

    private void plantNodegroup() {
        var uuid = Identifiers.seededUuid("nodegroup", NAME);
        eks.nodegroups()
                .put(
                        NAME + " default",
                        new NodegroupRow(
                                NAME,
                                "default",
                                arn("nodegroup/%s/default/%s".formatted(NAME, uuid)),
                                role("data-platform-node"),
                                network.privateSubnetIds(),
                                new NodegroupRow.Machines(
                                        List.of("m5.xlarge"),
                                        "AL2023_x86_64_STANDARD",
                                        "ON_DEMAND",
                                        20,
                                        Optional.empty()),
                                new NodegroupRow.Behaviour(
                                        new NodegroupRow.Scaling(NODES, NODES, NODES),
                                        Map.of(),
                                        List.of(),
                                        Optional.of(1),
                                        Optional.empty()),
                                NodegroupRow.Release.of(VERSION),
                                List.of(instance(0), instance(1), instance(2)),
                                new NodegroupRow.Origin(world.now(), Optional.empty()),
                                Progress.none(world.now()),
                                Map.of()));
    }

    private static String instance(int index) {
        return seededEc2("i", "%s node %d".formatted(NAME, index));
    }

    private void plantAddon(String name) {
        var arn = arn("addon/%s/%s/%s".formatted(NAME, name, Identifiers.seededUuid("addon", name)));
        eks.addons()
                .put(
                        NAME + " " + name,
                        new AddonRow(
                                NAME,
                                name,
                                arn,
                                version(name),
                                AddonRow.Options.NONE,
                                world.now(),
                                Optional.empty(),
                                Progress.none(world.now()),
                                Map.of()));
    }

    private static String version(String addon) {
        return switch (addon) {
            case "vpc-cni" -> "v1.19.0-eksbuild.1";
            case "coredns" -> "v1.11.3-eksbuild.1";
            default -> "v1.31.2-eksbuild.3";
        };
    }

    /// EKS makes an entry for the role of a managed node group.
    private void plantNodeAccessEntry() {
        eks.putAccessEntry(new AccessEntryRow(
                NAME,
                role("data-platform-node"),
                arn("access-entry/%s/role/%s/data-platform-node/%s"
                        .formatted(NAME, World.ACCOUNT_ID, Identifiers.seededUuid("access-entry", NAME))),
                "EC2_LINUX",
                "system:node:{{EC2PrivateDNSName}}",
                List.of("system:nodes"),
                Optional.empty(),
                world.now(),
                world.now(),
                List.of(),
                Map.of()));
    }

    /// Those of the control plane in each subnet, and of each node.
    private void plantNetworkInterfaces(String group) {
        var subnets = network.privateSubnetIds();
        for (var index = 0; index < subnets.size(); index++) {
            plantNetworkInterface("Amazon EKS " + NAME, subnets.get(index), 10 + index, "amazon-eks", group);
        }
        for (var index = 0; index < NODES; index++) {
            var description = "aws-K8S-" + instance(index);
            plantNetworkInterface(
                    description, subnets.get(index % subnets.size()), 50 + index, World.ACCOUNT_ID, group);
        }
    }

    private void plantNetworkInterface(
            String description, String subnetId, int lastByte, String requesterId, String group) {
        var subnet = ec2.subnets().get(subnetId).orElseThrow();
        var id = seededEc2("eni", "%s in %s".formatted(description, subnetId));
        var address = subnet.cidrBlock().replaceFirst("\\.[0-9]+/.*", ".%d".formatted(lastByte));
        ec2.networkInterfaces()
                .put(
                        id,
                        new NetworkInterfaceRow(
                                id,
                                subnet.vpcId(),
                                subnetId,
                                subnet.availabilityZone(),
                                description,
                                "interface",
                                address,
                                requesterId,
                                List.of(group)));
    }
}
