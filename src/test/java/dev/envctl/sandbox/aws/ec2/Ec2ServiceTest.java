package dev.envctl.sandbox.aws.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.testing.AccountSandbox;
import dev.envctl.testing.Refusal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.Ipv6Range;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.RouteTable;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRuleUpdate;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;
import software.amazon.awssdk.services.ec2.model.VpcAttributeName;

class Ec2ServiceTest {

    private final AccountSandbox account = new AccountSandbox();
    private final Ec2Client ec2 = account.ec2();

    @AfterEach
    void close() {
        account.close();
    }

    private static Filter filter(String name, String... values) {
        return Filter.builder().name(name).values(values).build();
    }

    private static IpPermission tcp(int port, String cidr) {
        return IpPermission.builder()
                .ipProtocol("tcp")
                .fromPort(port)
                .toPort(port)
                .ipRanges(IpRange.builder().cidrIp(cidr).build())
                .build();
    }

    private static IpPermission from(String groupId) {
        return IpPermission.builder()
                .ipProtocol("tcp")
                .fromPort(18888)
                .toPort(18888)
                .userIdGroupPairs(UserIdGroupPair.builder().groupId(groupId).build())
                .build();
    }

    private SecurityGroup group(String groupId) {
        return ec2.describeSecurityGroups(request -> request.groupIds(groupId))
                .securityGroups()
                .getFirst();
    }

    private List<SecurityGroupRule> rules(String groupId) {
        return ec2.describeSecurityGroupRules(request -> request.filters(filter("group-id", groupId)))
                .securityGroupRules();
    }

    @Test
    void describesTheSeededNetwork() {
        var subnets = ec2.describeSubnets(request -> request.filters(filter("vpc-id", account.vpcId())))
                .subnets();

        assertThat(subnets)
                .extracting(subnet ->
                        subnet.tags().getFirst().value() + " " + subnet.cidrBlock() + " " + subnet.availabilityZone())
                .containsExactly(
                        "data-platform-private-a 10.0.0.0/20 us-east-1a",
                        "data-platform-private-b 10.0.16.0/20 us-east-1b",
                        "data-platform-public-a 10.0.128.0/20 us-east-1a",
                        "data-platform-public-b 10.0.144.0/20 us-east-1b");
        assertThat(ec2.describeVpcAttribute(request ->
                                request.vpcId(account.vpcId()).attribute(VpcAttributeName.ENABLE_DNS_HOSTNAMES))
                        .enableDnsHostnames()
                        .value())
                .isTrue();
    }

    @Test
    void routesPublicSubnetsThroughTheInternetGatewayAndPrivateOnesThroughNat() {
        var tables = ec2.describeRouteTables().routeTables();

        assertThat(wayOut(tables, account.subnetIds("private")))
                .isNotEmpty()
                .allMatch(gateway -> gateway.startsWith("nat-"));
        assertThat(wayOut(tables, account.subnetIds("public")))
                .isNotEmpty()
                .allMatch(gateway -> gateway.startsWith("igw-"));
        assertThat(tables)
                .allSatisfy(table ->
                        assertThat(table.routes().getFirst().gatewayId()).isEqualTo("local"));
        assertThat(ec2.describeRouteTables(request -> request.filters(filter("association.main", "true")))
                        .routeTables())
                .hasSize(1);
    }

    private static List<String> wayOut(List<RouteTable> tables, List<String> subnetIds) {
        return tables.stream()
                .filter(table -> table.associations().stream()
                        .anyMatch(association -> subnetIds.contains(association.subnetId())))
                .map(table -> table.routes().getLast())
                .map(route -> Optional.ofNullable(route.natGatewayId()).orElse(route.gatewayId()))
                .toList();
    }

    @Test
    void describesGatewaysZonesAndPrefixLists() {
        assertThat(ec2.describeInternetGateways(
                                request -> request.filters(filter("attachment.vpc-id", account.vpcId())))
                        .internetGateways())
                .hasSize(1);
        assertThat(ec2.describeNatGateways(request -> request.filter(filter("state", "available")))
                        .natGateways())
                .singleElement()
                .satisfies(nat -> assertThat(nat.subnetId())
                        .isEqualTo(account.subnetIds("public").getFirst()));
        assertThat(ec2.describeAvailabilityZones().availabilityZones())
                .extracting(zone -> zone.zoneName() + " " + zone.zoneId())
                .containsExactly("us-east-1a use1-az1", "us-east-1b use1-az2", "us-east-1c use1-az3");
        assertThat(ec2.describeManagedPrefixLists(
                                request -> request.filters(filter("prefix-list-name", "com.amazonaws.us-east-1.s3")))
                        .prefixLists())
                .hasSize(1);
    }

    @Test
    void seedsTheSameIdsInEverySandbox() {
        try (var other = new AccountSandbox()) {
            assertThat(other.subnetIds("private")).isEqualTo(account.subnetIds("private"));
            assertThat(other.vpcId()).isEqualTo(account.vpcId());
        }
    }

    @Test
    void filtersWithWildcardsAlternativesAndTagKeys() {
        assertThat(ec2.describeSubnets(request -> request.filters(filter("tag:Name", "*-private-?")))
                        .subnets())
                .hasSize(2);
        assertThat(ec2.describeSubnets(
                                request -> request.filters(filter("availability-zone", "us-east-1a", "us-east-1b")))
                        .subnets())
                .hasSize(4);
        assertThat(ec2.describeSubnets(request -> request.filters(filter("tag-key", "kubernetes.io/role/internal-elb")))
                        .subnets())
                .hasSize(2);
        assertThat(Refusal.code(() -> ec2.describeSubnets(request -> request.filters(filter("colour", "blue")))))
                .isEqualTo("InvalidParameterValue");
    }

    @Test
    void pagesAndRefusesMaxResultsTogetherWithIds() {
        for (var index = 0; index < 6; index++) {
            account.createSecurityGroup("group-" + index);
        }

        var first = ec2.describeSecurityGroups(request -> request.maxResults(5));
        var second = ec2.describeSecurityGroups(request -> request.maxResults(5).nextToken(first.nextToken()));

        assertThat(first.securityGroups()).hasSize(5);
        assertThat(second.securityGroups()).hasSize(3);
        assertThat(second.nextToken()).isNull();
        assertThat(Refusal.code(() -> ec2.describeVpcs(
                        request -> request.vpcIds(account.vpcId()).maxResults(5))))
                .isEqualTo("InvalidParameterCombination");
        assertThat(Refusal.code(() -> ec2.describeVpcs(request -> request.maxResults(4))))
                .isEqualTo("InvalidParameterValue");
    }

    @Test
    void answersUnknownIdsWithTheCodeOfTheirKind() {
        assertThat(Refusal.code(() -> ec2.describeVpcs(request -> request.vpcIds("vpc-0missing"))))
                .isEqualTo("InvalidVpcID.NotFound");
        assertThat(Refusal.code(() -> ec2.describeSubnets(request -> request.subnetIds("subnet-0missing"))))
                .isEqualTo("InvalidSubnetID.NotFound");
        assertThat(Refusal.code(() -> ec2.describeSecurityGroups(request -> request.groupIds("sg-0missing"))))
                .isEqualTo("InvalidGroup.NotFound");
        assertThat(Refusal.code(() -> rules("sg-0missing"))).isEqualTo("InvalidSecurityGroupID.NotFound");
        assertThat(Refusal.code(() -> ec2.describeSecurityGroups(request -> request.groupIds("group-1"))))
                .isEqualTo("InvalidGroupId.Malformed");
    }

    @Test
    void startsAGroupWithAllTrafficAllowedOut() {
        var group = group(account.createSecurityGroup("engine"));

        assertThat(group.ipPermissions()).isEmpty();
        assertThat(group.ipPermissionsEgress()).singleElement().satisfies(permission -> {
            assertThat(permission.ipProtocol()).isEqualTo("-1");
            assertThat(permission.fromPort()).isNull();
            assertThat(permission.ipRanges()).extracting(IpRange::cidrIp).containsExactly("0.0.0.0/0");
        });
        assertThat(group.securityGroupArn())
                .isEqualTo("arn:aws:ec2:us-east-1:000000000000:security-group/" + group.groupId());
    }

    @Test
    void refusesTwoGroupsOfOneNameInAVpc() {
        account.createSecurityGroup("engine");

        assertThat(Refusal.code(() -> account.createSecurityGroup("engine"))).isEqualTo("InvalidGroup.Duplicate");
    }

    @Test
    void refusesBadNamesAndMissingDescriptions() {
        assertThat(Refusal.code(() -> account.createSecurityGroup("sg-engine"))).isEqualTo("InvalidParameterValue");
        assertThat(Refusal.code(() -> ec2.createSecurityGroup(
                        request -> request.groupName("engine").vpcId(account.vpcId()))))
                .isEqualTo("MissingParameter");
        assertThat(Refusal.code(() -> ec2.createSecurityGroup(
                        request -> request.groupName("engine").description("d"))))
                .isEqualTo("VPCIdNotSpecified");
    }

    @Test
    void normalisesProtocolsPortsAndBlocks() {
        var id = account.createSecurityGroup("engine");

        ec2.authorizeSecurityGroupIngress(request -> request.groupId(id)
                .ipPermissions(
                        tcp(443, "10.0.1.5/16").toBuilder().ipProtocol("6").build(),
                        IpPermission.builder()
                                .ipProtocol("all")
                                .fromPort(1)
                                .toPort(2)
                                .ipv6Ranges(Ipv6Range.builder()
                                        .cidrIpv6("2001:DB8:0:0::1/32")
                                        .build())
                                .build()));

        assertThat(rules(id))
                .filteredOn(rule -> !rule.isEgress())
                .extracting(rule -> "%s %d-%d %s %s"
                        .formatted(rule.ipProtocol(), rule.fromPort(), rule.toPort(), rule.cidrIpv4(), rule.cidrIpv6()))
                .containsExactly("tcp 443-443 10.0.0.0/16 null", "-1 -1--1 null 2001:db8::/32");
    }

    @Test
    void refusesADuplicateRuleWhateverItsDescription() {
        var id = account.createSecurityGroup("engine");
        ec2.authorizeSecurityGroupIngress(request -> request.groupId(id).ipPermissions(tcp(443, "10.0.0.0/16")));

        var described = tcp(443, "10.0.0.0/16").toBuilder()
                .ipRanges(IpRange.builder()
                        .cidrIp("10.0.0.0/16")
                        .description("again")
                        .build())
                .build();

        assertThat(Refusal.of(() -> ec2.authorizeSecurityGroupIngress(
                        request -> request.groupId(id).ipPermissions(tcp(80, "10.0.0.0/16"), described))))
                .satisfies(refusal -> {
                    assertThat(refusal.code()).isEqualTo("InvalidPermission.Duplicate");
                    assertThat(refusal.message()).contains("peer: 10.0.0.0/16, TCP, from port: 443, to port: 443");
                });
        assertThat(group(id).ipPermissions()).hasSize(1);
    }

    @Test
    void refusesRulesThatMakeNoSense() {
        var id = account.createSecurityGroup("engine");

        assertThat(Refusal.code(() -> ec2.authorizeSecurityGroupIngress(
                        request -> request.groupId(id).ipPermissions(tcp(443, "10.0.0.0/40")))))
                .isEqualTo("InvalidParameterValue");
        assertThat(Refusal.code(() -> ec2.authorizeSecurityGroupIngress(request -> request.groupId(id)
                        .ipPermissions(tcp(443, "10.0.0.0/16").toBuilder()
                                .fromPort(444)
                                .build()))))
                .isEqualTo("InvalidParameterValue");
        assertThat(Refusal.code(() -> ec2.authorizeSecurityGroupIngress(
                        request -> request.groupId(id).ipPermissions(from("sg-0missing")))))
                .isEqualTo("InvalidGroup.NotFound");
    }

    @Test
    void revokesByPermissionAndById() {
        var id = account.createSecurityGroup("engine");
        var everythingOut = IpPermission.builder()
                .ipProtocol("-1")
                .ipRanges(IpRange.builder().cidrIp("0.0.0.0/0").build())
                .build();

        ec2.revokeSecurityGroupEgress(request -> request.groupId(id).ipPermissions(everythingOut));
        var added = ec2.authorizeSecurityGroupIngress(
                request -> request.groupId(id).ipPermissions(tcp(443, "10.0.0.0/16")));
        var ruleId = added.securityGroupRules().getFirst().securityGroupRuleId();
        var revoked =
                ec2.revokeSecurityGroupIngress(request -> request.groupId(id).securityGroupRuleIds(ruleId));

        assertThat(revoked.revokedSecurityGroupRules())
                .extracting(rule -> rule.securityGroupRuleId())
                .containsExactly(ruleId);
        assertThat(rules(id)).isEmpty();
        assertThat(Refusal.code(() -> ec2.revokeSecurityGroupEgress(
                        request -> request.groupId(id).ipPermissions(everythingOut))))
                .isEqualTo("InvalidPermission.NotFound");
        assertThat(Refusal.code(() -> ec2.revokeSecurityGroupIngress(
                        request -> request.groupId(id).securityGroupRuleIds(ruleId))))
                .isEqualTo("InvalidSecurityGroupRuleId.NotFound");
    }

    @Test
    void modifiesRulesButNotTheirKindOfPeer() {
        var id = account.createSecurityGroup("engine");
        var ruleId = ec2.authorizeSecurityGroupIngress(
                        request -> request.groupId(id).ipPermissions(tcp(443, "10.0.0.0/16")))
                .securityGroupRules()
                .getFirst()
                .securityGroupRuleId();

        ec2.modifySecurityGroupRules(request -> request.groupId(id)
                .securityGroupRules(SecurityGroupRuleUpdate.builder()
                        .securityGroupRuleId(ruleId)
                        .securityGroupRule(rule -> rule.ipProtocol("tcp")
                                .fromPort(8443)
                                .toPort(8443)
                                .cidrIpv4("10.0.0.0/8")
                                .description("changed"))
                        .build()));

        assertThat(rules(id)).anySatisfy(rule -> {
            assertThat(rule.securityGroupRuleId()).isEqualTo(ruleId);
            assertThat(rule.fromPort()).isEqualTo(8443);
            assertThat(rule.cidrIpv4()).isEqualTo("10.0.0.0/8");
            assertThat(rule.description()).isEqualTo("changed");
        });
        assertThat(Refusal.code(() -> ec2.modifySecurityGroupRules(request -> request.groupId(id)
                        .securityGroupRules(SecurityGroupRuleUpdate.builder()
                                .securityGroupRuleId(ruleId)
                                .securityGroupRule(rule -> rule.ipProtocol("-1").referencedGroupId(id))
                                .build()))))
                .isEqualTo("InvalidParameterValue");
    }

    @Test
    void changesDescriptionsOfExistingRulesOnly() {
        var id = account.createSecurityGroup("engine");
        ec2.authorizeSecurityGroupIngress(request -> request.groupId(id).ipPermissions(tcp(443, "10.0.0.0/16")));
        var described = tcp(443, "10.0.0.0/16").toBuilder()
                .ipRanges(IpRange.builder()
                        .cidrIp("10.0.0.0/16")
                        .description("https")
                        .build())
                .build();

        ec2.updateSecurityGroupRuleDescriptionsIngress(
                request -> request.groupId(id).ipPermissions(described));

        assertThat(group(id).ipPermissions().getFirst().ipRanges().getFirst().description())
                .isEqualTo("https");
        assertThat(Refusal.code(() -> ec2.updateSecurityGroupRuleDescriptionsIngress(
                        request -> request.groupId(id).ipPermissions(tcp(80, "10.0.0.0/16")))))
                .isEqualTo("InvalidPermission.NotFound");
    }

    @Test
    void keepsAGroupThatAnotherGroupsRuleRefersTo() {
        var engine = account.createSecurityGroup("engine");
        var workspace = account.createSecurityGroup("workspace");
        ec2.authorizeSecurityGroupIngress(request -> request.groupId(engine).ipPermissions(from(workspace)));

        assertThat(Refusal.code(() -> ec2.deleteSecurityGroup(request -> request.groupId(workspace))))
                .isEqualTo("DependencyViolation");

        ec2.deleteSecurityGroup(request -> request.groupId(engine));
        ec2.deleteSecurityGroup(request -> request.groupId(workspace));
        assertThat(Refusal.code(() -> ec2.deleteSecurityGroup(request -> request.groupId(workspace))))
                .isEqualTo("InvalidGroup.NotFound");
    }

    @Test
    void keepsAGroupThatANetworkInterfaceUsesAndTheDefaultGroup() {
        var cluster = account.eks()
                .describeCluster(request -> request.name("data-platform"))
                .cluster()
                .resourcesVpcConfig()
                .clusterSecurityGroupId();
        var defaultGroup = ec2.describeSecurityGroups(request -> request.filters(filter("group-name", "default")))
                .securityGroups()
                .getFirst()
                .groupId();

        assertThat(Refusal.code(() -> ec2.deleteSecurityGroup(request -> request.groupId(cluster))))
                .isEqualTo("DependencyViolation");
        assertThat(Refusal.code(() -> ec2.deleteSecurityGroup(request -> request.groupId(defaultGroup))))
                .isEqualTo("CannotDelete");
    }

    @Test
    void tagsGroupsAndRulesAtBirthAndLater() {
        var id = ec2.createSecurityGroup(request -> request.groupName("engine")
                        .description("d")
                        .vpcId(account.vpcId())
                        .tagSpecifications(TagSpecification.builder()
                                .resourceType(ResourceType.SECURITY_GROUP)
                                .tags(Tag.builder().key("owner").value("envctl").build())
                                .build()))
                .groupId();
        var ruleId = ec2.authorizeSecurityGroupIngress(request -> request.groupId(id)
                        .ipPermissions(tcp(443, "10.0.0.0/16"))
                        .tagSpecifications(TagSpecification.builder()
                                .resourceType(ResourceType.SECURITY_GROUP_RULE)
                                .tags(Tag.builder().key("owner").value("rule").build())
                                .build()))
                .securityGroupRules()
                .getFirst()
                .securityGroupRuleId();

        ec2.createTags(request -> request.resources(id, ruleId)
                .tags(Tag.builder().key("stage").value("test").build()));
        ec2.deleteTags(request -> request.resources(id)
                .tags(Tag.builder().key("stage").value("production").build()));

        assertThat(ec2.describeTags(request -> request.filters(filter("tag:stage", "test")))
                        .tags())
                .extracting(tag -> tag.resourceId() + " " + tag.resourceTypeAsString())
                .containsExactlyInAnyOrder(id + " security-group", ruleId + " security-group-rule");
        assertThat(ec2.describeSecurityGroupRules(request -> request.filters(filter("tag:owner", "rule")))
                        .securityGroupRules())
                .hasSize(1);
    }

    @Test
    void refusesReservedTagsAndTagsOnNothing() {
        var id = account.createSecurityGroup("engine");

        assertThat(Refusal.code(() -> ec2.createTags(request -> request.resources(id)
                        .tags(Tag.builder().key("aws:mine").value("x").build()))))
                .isEqualTo("InvalidParameterValue");
        assertThat(Refusal.code(() -> ec2.createTags(request -> request.resources("sg-0missing")
                        .tags(Tag.builder().key("a").value("x").build()))))
                .isEqualTo("InvalidSecurityGroupID.NotFound");
    }
}
