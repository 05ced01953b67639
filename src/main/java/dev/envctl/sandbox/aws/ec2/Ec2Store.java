package dev.envctl.sandbox.aws.ec2;

import dev.envctl.sandbox.Table;
import dev.envctl.sandbox.World;
import dev.envctl.sandbox.aws.Identifiers;
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
        };
    }
}
