package dev.envctl.sandbox.aws.account;

import static dev.envctl.sandbox.aws.Identifiers.seededEc2;

import dev.envctl.sandbox.World;
import dev.envctl.sandbox.aws.ec2.AddressRow;
import dev.envctl.sandbox.aws.ec2.Ec2Store;
import dev.envctl.sandbox.aws.ec2.InternetGatewayRow;
import dev.envctl.sandbox.aws.ec2.NatGatewayRow;
import dev.envctl.sandbox.aws.ec2.NetworkInterfaceRow;
import dev.envctl.sandbox.aws.ec2.PrefixListRow;
import dev.envctl.sandbox.aws.ec2.RouteTableRow;
import dev.envctl.sandbox.aws.ec2.SubnetRow;
import dev.envctl.sandbox.aws.ec2.VpcRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A VPC over two zones, each with a public and a private subnet; the private ones go out through a NAT gateway.
final class NetworkSeed {

    private static final String ANYWHERE = "0.0.0.0/0";
    private static final String NAME = "data-platform";
    private static final String CIDR = "10.0.0.0/16";

    /// Whoever attaches AWS's own policy to a Studio's service role needs this on VPC and subnets.
    private static final Map<String, String> EMR_TAG = Map.of("for-use-with-amazon-emr-managed-policies", "true");

    private final World world;
    private final Ec2Store ec2;
    private final String vpcId = seededEc2("vpc", NAME);

    NetworkSeed(World world) {
        this.world = world;
        this.ec2 = new Ec2Store(world);
    }

    record Network(String vpcId, List<String> privateSubnetIds, List<String> publicSubnetIds) {}

    Network plant() {
        plantVpc();
        var privateSubnets = List.of(plantPrivateSubnet("a", "10.0.0.0/20"), plantPrivateSubnet("b", "10.0.16.0/20"));
        var publicSubnets = List.of(plantPublicSubnet("a", "10.0.128.0/20"), plantPublicSubnet("b", "10.0.144.0/20"));
        plantRoutes(privateSubnets, publicSubnets, plantInternetGateway(), plantNatGateway(publicSubnets.getFirst()));
        plantPrefixLists();
        return new Network(vpcId, privateSubnets, publicSubnets);
    }

    private void plantVpc() {
        ec2.vpcs().put(vpcId, new VpcRow(vpcId, CIDR, false, true, true));
        ec2.putTags(vpcId, tags(NAME, EMR_TAG));
        var group = seededEc2("sg", NAME + " default");
        ec2.addDefaultGroup(group, vpcId);
    }

    private static Map<String, String> tags(String name, Map<String, String> others) {
        var tags = new LinkedHashMap<String, String>();
        tags.put("Name", name);
        tags.putAll(others);
        return tags;
    }

    private String plantPrivateSubnet(String zone, String cidr) {
        var tags = new LinkedHashMap<String, String>();
        tags.put("kubernetes.io/role/internal-elb", "1");
        tags.putAll(EMR_TAG);
        tags.put("tier", "private");
        return plantSubnet("private", zone, cidr, tags);
    }

    private String plantPublicSubnet(String zone, String cidr) {
        return plantSubnet("public", zone, cidr, Map.of("tier", "public"));
    }

    private String plantSubnet(String tier, String zone, String cidr, Map<String, String> tags) {
        var name = "%s-%s-%s".formatted(NAME, tier, zone);
        var id = seededEc2("subnet", name);
        ec2.subnets().put(id, new SubnetRow(id, vpcId, cidr, AccountSeed.REGION + zone, tier.equals("public")));
        ec2.putTags(id, tags(name, tags));
        return id;
    }

    private String plantInternetGateway() {
        var id = seededEc2("igw", NAME);
        ec2.internetGateways().put(id, new InternetGatewayRow(id, Optional.of(vpcId)));
        ec2.putTags(id, Map.of("Name", NAME));
        return id;
    }

    private String plantNatGateway(String subnetId) {
        var id = seededEc2("nat", NAME);
        var networkInterface = seededEc2("eni", NAME + " nat");
        ec2.networkInterfaces()
                .put(
                        networkInterface,
                        new NetworkInterfaceRow(
                                networkInterface,
                                vpcId,
                                subnetId,
                                AccountSeed.REGION + "a",
                                "Interface for NAT Gateway " + id,
                                "nat_gateway",
                                "10.0.128.10",
                                World.ACCOUNT_ID,
                                List.of()));
        var address = seededEc2("eipalloc", NAME);
        ec2.addresses().put(address, new AddressRow(address, "203.0.113.10", Optional.of(networkInterface)));
        ec2.natGateways()
                .put(
                        id,
                        new NatGatewayRow(
                                id,
                                vpcId,
                                subnetId,
                                address,
                                "203.0.113.10",
                                "10.0.128.10",
                                networkInterface,
                                world.now()));
        ec2.putTags(id, Map.of("Name", NAME));
        return id;
    }

    private void plantRoutes(
            List<String> privateSubnets, List<String> publicSubnets, String internetGateway, String natGateway) {
        plantRouteTable("main", List.of(), List.of(Optional.empty()));
        plantRouteTable("private", List.of(out(natGateway)), subnets(privateSubnets));
        plantRouteTable("public", List.of(out(internetGateway)), subnets(publicSubnets));
    }

    private static List<Optional<String>> subnets(List<String> ids) {
        return ids.stream().map(Optional::of).toList();
    }

    private static RouteTableRow.Route out(String gateway) {
        return new RouteTableRow.Route(ANYWHERE, gateway, "CreateRoute");
    }

    private void plantRouteTable(String suffix, List<RouteTableRow.Route> routes, List<Optional<String>> subnets) {
        var name = "%s-%s".formatted(NAME, suffix);
        var id = seededEc2("rtb", name);
        var all = new ArrayList<RouteTableRow.Route>();
        all.add(new RouteTableRow.Route(CIDR, "local", "CreateRouteTable"));
        all.addAll(routes);
        var associations = subnets.stream()
                .map(subnet -> new RouteTableRow.Association(
                        seededEc2("rtbassoc", name + "/" + subnet.orElse("main")), subnet))
                .toList();
        ec2.routeTables().put(id, new RouteTableRow(id, vpcId, List.copyOf(all), associations));
        ec2.putTags(id, Map.of("Name", name));
    }

    /// AWS's own, which every account sees.
    void plantPrefixLists() {
        plantPrefixList("s3", 100, List.of("52.216.0.0/15", "54.231.0.0/16"));
        plantPrefixList("dynamodb", 20, List.of("52.94.0.0/22"));
    }

    private void plantPrefixList(String service, int maxEntries, List<String> entries) {
        var name = "com.amazonaws.%s.%s".formatted(AccountSeed.REGION, service);
        var id = seededEc2("pl", name).replaceFirst("^pl-0(.{8}).*", "pl-$1");
        ec2.prefixLists().put(id, new PrefixListRow(id, name, maxEntries, Optional.of(entries)));
    }
}
