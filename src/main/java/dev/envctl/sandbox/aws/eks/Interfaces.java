package dev.envctl.sandbox.aws.eks;

import dev.envctl.sandbox.World;
import dev.envctl.sandbox.aws.Identifiers;
import dev.envctl.sandbox.aws.ec2.Ec2Store;
import dev.envctl.sandbox.aws.ec2.NetworkInterfaceRow;
import dev.envctl.sandbox.aws.ec2.SubnetRow;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Network interfaces that EKS and EC2 make in somebody's subnets; these and their groups cannot be deleted meanwhile.
/// They are known by their description.
record Interfaces(World world) {

    /// A subnet's first addresses are AWS's own.
    private static final int FIRST = 10;

    /// Returns its address.
    String add(String subnetId, String description, String requesterId, List<String> groupIds) {
        Ec2Store ec2 = new Ec2Store(world);
        SubnetRow subnet = ec2.subnets().get(subnetId).orElseThrow();
        String id = Identifiers.ec2(world, "eni");
        String address = freeAddress(ec2, subnet);
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
                                groupIds));
        return address;
    }

    Optional<NetworkInterfaceRow> find(String description) {
        return described(description).stream().findFirst();
    }

    void remove(String description) {
        Ec2Store ec2 = new Ec2Store(world);
        described(description).forEach(row -> ec2.networkInterfaces().remove(row.networkInterfaceId()));
    }

    private List<NetworkInterfaceRow> described(String description) {
        return new Ec2Store(world)
                .networkInterfaces()
                .where(row -> row.description().equals(description));
    }

    private static String freeAddress(Ec2Store ec2, SubnetRow subnet) {
        Set<String> taken = new HashSet<>();
        ec2.networkInterfaces()
                .where(row -> row.subnetId().equals(subnet.subnetId()))
                .forEach(row -> taken.add(row.privateIp()));
        long network = number(subnet.cidrBlock().split("/", 2)[0]);
        for (int host = FIRST; ; host++) {
            String address = text(network + host);
            if (!taken.contains(address)) {
                return address;
            }
        }
    }

    private static long number(String address) {
        long number = 0;
        for (String part : address.split("\\.", -1)) {
            number = number << 8 | Integer.parseInt(part);
        }
        return number;
    }

    private static String text(long number) {
        return "%d.%d.%d.%d".formatted(number >> 24 & 255, number >> 16 & 255, number >> 8 & 255, number & 255);
    }
}
