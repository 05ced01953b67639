package dev.envctl.sandbox.aws.ec2;

import dev.envctl.sandbox.Table;
import dev.envctl.sandbox.World;
import dev.envctl.sandbox.aws.Identifiers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// EC2's tables. Tags of every resource lie in one table, as every EC2 resource is tagged by id through one call.
public record Ec2Store(World world) {

    /// Where the sandbox's network is. A call signed for another region sees it too.
    public static final String REGION = "us-east-1";

    public Table<VpcRow> vpcs() {
        return world.table("ec2.vpcs", VpcRow.class);
    }

    public Table<SubnetRow> subnets() {
        return world.table("ec2.subnets", SubnetRow.class);
    }

    public Table<RouteTableRow> routeTables() {
        return world.table("ec2.route-tables", RouteTableRow.class);
    }

    public Table<InternetGatewayRow> internetGateways() {
        return world.table("ec2.internet-gateways", InternetGatewayRow.class);
    }

    public Table<NatGatewayRow> natGateways() {
        return world.table("ec2.nat-gateways", NatGatewayRow.class);
    }

    public Table<NetworkInterfaceRow> networkInterfaces() {
        return world.table("ec2.network-interfaces", NetworkInterfaceRow.class);
    }

    public Table<SecurityGroupRow> securityGroups() {
        return world.table("ec2.security-groups", SecurityGroupRow.class);
    }

    public Table<SecurityGroupRuleRow> securityGroupRules() {
        return world.table("ec2.security-group-rules", SecurityGroupRuleRow.class);
    }

    public Table<PrefixListRow> prefixLists() {
        return world.table("ec2.prefix-lists", PrefixListRow.class);
    }

    public Table<CidrAssociationRow> cidrAssociations() {
        return world.table("ec2.vpc-cidr-associations", CidrAssociationRow.class);
    }

    public Table<AddressRow> addresses() {
        return world.table("ec2.addresses", AddressRow.class);
    }

    public Table<VpcEndpointRow> vpcEndpoints() {
        return world.table("ec2.vpc-endpoints", VpcEndpointRow.class);
    }

    public Table<TagsRow> taggings() {
        return world.table("ec2.tags", TagsRow.class);
    }

    public Map<String, String> tags(String resourceId) {
        return taggings().get(resourceId).map(TagsRow::tags).orElse(Map.of());
    }

    public void putTags(String resourceId, Map<String, String> tags) {
        var merged = new LinkedHashMap<>(tags(resourceId));
        merged.putAll(tags);
        if (!merged.isEmpty()) {
            taggings().put(resourceId, new TagsRow(resourceId, Collections.unmodifiableMap(merged)));
        }
    }

    /// A group with EC2's own first rule: all traffic may leave.
    public SecurityGroupRow createSecurityGroup(
            String groupName, String description, String vpcId, Map<String, String> tags) {
        return addSecurityGroup(
                new SecurityGroupRow(Identifiers.ec2(world, "sg"), groupName, description, vpcId), tags);
    }

    public SecurityGroupRow addSecurityGroup(SecurityGroupRow group, Map<String, String> tags) {
        securityGroups().put(group.groupId(), group);
        putTags(group.groupId(), tags);
        addRule(new SecurityGroupRuleRow(
                "",
                group.groupId(),
                true,
                SecurityGroupRuleRow.Traffic.ALL,
                SecurityGroupRuleRow.Peer.ANYWHERE,
                Optional.empty()));
        return group;
    }

    /// Gives the rule its id.
    public SecurityGroupRuleRow addRule(SecurityGroupRuleRow rule) {
        var added = rule.withRuleId(Identifiers.ec2(world, "sgr"));
        securityGroupRules().put(added.ruleId(), added);
        return added;
    }

    public void removeSecurityGroup(String groupId) {
        rulesOf(groupId).forEach(rule -> removeRule(rule.ruleId()));
        securityGroups().remove(groupId);
        taggings().remove(groupId);
    }

    void removeRule(String ruleId) {
        securityGroupRules().remove(ruleId);
        taggings().remove(ruleId);
    }

    List<SecurityGroupRuleRow> rulesOf(String groupId) {
        return securityGroupRules().where(rule -> rule.groupId().equals(groupId));
    }

    List<SubnetRow> subnetsOf(String vpcId) {
        return subnets().where(subnet -> subnet.vpcId().equals(vpcId));
    }

    List<RouteTableRow> routeTablesOf(String vpcId) {
        return routeTables().where(table -> table.vpcId().equals(vpcId));
    }

    /// The VPC's IPv4 ranges, the primary one first.
    List<String> cidrsOf(VpcRow vpc) {
        var cidrs = new ArrayList<>(List.of(vpc.cidrBlock()));
        cidrAssociations()
                .where(association -> association.vpcId().equals(vpc.vpcId()))
                .forEach(association -> cidrs.add(association.cidrBlock()));
        return List.copyOf(cidrs);
    }

    Optional<SecurityGroupRow> defaultGroup(String vpcId) {
        return securityGroups().where(group -> group.vpcId().equals(vpcId) && group.isDefault()).stream()
                .findFirst();
    }

    /// A group as every new VPC has one: its members may talk to each other, and to everybody outside.
    public SecurityGroupRow addDefaultGroup(String groupId, String vpcId) {
        var group = addSecurityGroup(
                new SecurityGroupRow(groupId, "default", "default VPC security group", vpcId), Map.of());
        addRule(new SecurityGroupRuleRow(
                "",
                groupId,
                false,
                SecurityGroupRuleRow.Traffic.ALL,
                new SecurityGroupRuleRow.Peer(SecurityGroupRuleRow.PeerType.GROUP, groupId),
                Optional.empty()));
        return group;
    }

    /// An interface with the subnet's next free address.
    NetworkInterfaceRow addNetworkInterface(
            SubnetRow subnet, String description, String type, String requesterId, List<String> groupIds) {
        var id = Identifiers.ec2(world, "eni");
        var row = new NetworkInterfaceRow(
                id,
                subnet.vpcId(),
                subnet.subnetId(),
                subnet.availabilityZone(),
                description,
                type,
                freeAddress(subnet),
                requesterId,
                groupIds);
        networkInterfaces().put(id, row);
        return row;
    }

    private String freeAddress(SubnetRow subnet) {
        var used = networkInterfaces().where(eni -> eni.subnetId().equals(subnet.subnetId())).stream()
                .map(NetworkInterfaceRow::privateIp)
                .toList();
        var number = 4;
        while (used.contains(Cidr.address(subnet.cidrBlock(), number))) {
            number++;
        }
        return Cidr.address(subnet.cidrBlock(), number);
    }

    void removeNetworkInterface(String id) {
        networkInterfaces().remove(id);
        taggings().remove(id);
    }

    /// Whether the way out of the subnet, by its own route table or the VPC's main one, avoids internet gateways.
    public boolean isPrivate(SubnetRow subnet) {
        return routeTableOf(subnet)
                .filter(RouteTableRow::leadsToInternetGateway)
                .isEmpty();
    }

    private Optional<RouteTableRow> routeTableOf(SubnetRow subnet) {
        var explicit = routeTables().where(table -> table.isAssociatedWith(subnet.subnetId()));
        var main = routeTables().where(table -> table.vpcId().equals(subnet.vpcId()) && table.isMain());
        return explicit.stream().findFirst().or(() -> main.stream().findFirst());
    }

    boolean exists(ResourceType type, String id) {
        return switch (type) {
            case VPC -> vpcs().get(id).isPresent();
            case SUBNET -> subnets().get(id).isPresent();
            case ROUTE_TABLE -> routeTables().get(id).isPresent();
            case INTERNET_GATEWAY -> internetGateways().get(id).isPresent();
            case NAT_GATEWAY -> natGateways().get(id).isPresent();
            case NETWORK_INTERFACE -> networkInterfaces().get(id).isPresent();
            case SECURITY_GROUP -> securityGroups().get(id).isPresent();
            case SECURITY_GROUP_RULE -> securityGroupRules().get(id).isPresent();
            case PREFIX_LIST -> prefixLists().get(id).isPresent();
            case ELASTIC_IP -> addresses().get(id).isPresent();
            case VPC_ENDPOINT -> vpcEndpoints().get(id).isPresent();
        };
    }
}
