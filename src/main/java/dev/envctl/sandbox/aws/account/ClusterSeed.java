package dev.envctl.sandbox.aws.account;

import static dev.envctl.sandbox.aws.Identifiers.seededEc2;

import dev.envctl.sandbox.World;
import dev.envctl.sandbox.aws.Identifiers;
import dev.envctl.sandbox.aws.Principals;
import dev.envctl.sandbox.aws.account.NetworkSeed.Network;
import dev.envctl.sandbox.aws.ec2.Ec2Store;
import dev.envctl.sandbox.aws.ec2.NetworkInterfaceRow;
import dev.envctl.sandbox.aws.ec2.SecurityGroupRow;
import dev.envctl.sandbox.aws.ec2.SecurityGroupRuleRow;
import dev.envctl.sandbox.aws.eks.AccessEntryRow;
import dev.envctl.sandbox.aws.eks.AddonRow;
import dev.envctl.sandbox.aws.eks.ClusterRow;
import dev.envctl.sandbox.aws.eks.EksStore;
import dev.envctl.sandbox.aws.eks.NodegroupRow;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// An EKS cluster in the private subnets, with one node group and without an IAM OIDC provider.
final class ClusterSeed {

    private static final String NAME = "data-platform";
    private static final String VERSION = "1.31";
    private static final int NODES = 3;

    /// Any certificate will do, the sandbox is reached without TLS.
    private static final String CERTIFICATE_AUTHORITY = """
        -----BEGIN CERTIFICATE-----
        MIIBgTCCASegAwIBAgIUd54TvqDCLEfsv6DrrQ7W2Jo292cwCgYIKoZIzj0EAwIw
        FTETMBEGA1UEAwwKa3ViZXJuZXRlczAgFw0yNjExMjEwMjI3MDVaGA8yMTI2MTAy
        ODAyMjcwNVowFTETMBEGA1UEAwwKa3ViZXJuZXRlczBZMBMGByqGSM49AgEGCCqG
        SM49AwEHA0IABHgDrhR15xkYK3QtwjmQMXcdTSCIPeqxPXyVRTGjOPvKFQrxfqkJ
        ql5K1bQ3ERX9DsZCAHNKh4UJ+ZGFd5PYvp2jUzBRMB0GA1UdDgQWBBRf+2pqZl9+
        ATxXBmjVP8wyJQe3kzAfBgNVHSMEGDAWgBRf+2pqZl9+ATxXBmjVP8wyJQe3kzAP
        BgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0gAMEUCIB/n3Txlumqgm7nYj/kt
        +tbuIP9bHDDu4f2bEzpbqoSMAiEA22OKLx4vzSgj/blLghGuq/E9PvuYBs6RYZpB
        1sn/RnA=
        -----END CERTIFICATE-----
        """;

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
                VERSION,
                "eks.12",
                role("data-platform-cluster"),
                new ClusterRow.Network(network.vpcId(), network.privateSubnetIds(), List.of(), clusterSecurityGroupId),
                "https://oidc.eks.%s.amazonaws.com/id/%s".formatted(AccountSeed.REGION, issuerId()),
                Base64.getEncoder().encodeToString(CERTIFICATE_AUTHORITY.getBytes(StandardCharsets.UTF_8)),
                "API_AND_CONFIG_MAP",
                Principals.USER_ARN,
                world.now(),
                Map.of("team", "platform"));
    }

    private static String issuerId() {
        return Identifiers.hex("issuer/" + NAME).substring(0, 32).toUpperCase(Locale.ROOT);
    }

    private static String arn(String resource) {
        return "arn:aws:eks:%s:%s:%s".formatted(AccountSeed.REGION, World.ACCOUNT_ID, resource);
    }

    private static String role(String name) {
        return "arn:aws:iam::%s:role/%s".formatted(World.ACCOUNT_ID, name);
    }

    /// EKS makes this group, for control plane and nodes to talk among themselves.
    private String plantSecurityGroup() {
        var id = seededEc2("sg", "eks-cluster-sg-" + NAME);
        var suffix = Long.parseLong(Identifiers.hex(id).substring(0, 8), 16) % 1_000_000_000;
        ec2.addSecurityGroup(
                new SecurityGroupRow(
                        id,
                        "eks-cluster-sg-%s-%d".formatted(NAME, suffix),
                        "EKS created security group applied to ENI that is attached to EKS Control Plane master nodes,"
                                + " as well as any managed workloads.",
                        network.vpcId()),
                Map.of("aws:eks:cluster-name", NAME, "kubernetes.io/cluster/" + NAME, "owned"));
        ec2.addRule(new SecurityGroupRuleRow(
                "",
                id,
                false,
                SecurityGroupRuleRow.Traffic.ALL,
                new SecurityGroupRuleRow.Peer(SecurityGroupRuleRow.PeerType.GROUP, id),
                Optional.empty()));
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
                                "m5.xlarge",
                                "AL2023_x86_64_STANDARD",
                                new NodegroupRow.Scaling(NODES, NODES, NODES),
                                List.of(instance(0), instance(1), instance(2)),
                                world.now(),
                                Map.of()));
    }

    private static String instance(int index) {
        return seededEc2("i", "%s node %d".formatted(NAME, index));
    }

    private void plantAddon(String name) {
        var arn = arn("addon/%s/%s/%s".formatted(NAME, name, Identifiers.seededUuid("addon", name)));
        eks.addons().put(NAME + " " + name, new AddonRow(NAME, name, arn, version(name), world.now(), Map.of()));
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
