package dev.envctl.sandbox.aws.ec2;

import dev.envctl.sandbox.World;
import dev.envctl.sandbox.aws.AwsError;
import dev.envctl.sandbox.aws.Call;
import dev.envctl.sandbox.aws.Operation;
import dev.envctl.sandbox.aws.ec2.RouteTableRow.Association;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.AttributeBooleanValue;
import software.amazon.awssdk.services.ec2.model.AvailabilityZone;
import software.amazon.awssdk.services.ec2.model.DescribeAvailabilityZonesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeAvailabilityZonesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeInternetGatewaysRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInternetGatewaysResponse;
import software.amazon.awssdk.services.ec2.model.DescribeManagedPrefixListsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeManagedPrefixListsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeNatGatewaysRequest;
import software.amazon.awssdk.services.ec2.model.DescribeNatGatewaysResponse;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInterfacesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInterfacesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeRouteTablesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeRouteTablesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVpcAttributeRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcAttributeResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsResponse;

/// Reading the network.
final class NetworkOperations {

    private static final List<String> ZONES = List.of("a", "b", "c");

    private NetworkOperations() {}

    static List<Operation<?, ?>> operations() {
        return List.of(
                Operation.of("DescribeVpcs", DescribeVpcsRequest::builder, NetworkOperations::vpcs),
                Operation.of(
                        "DescribeVpcAttribute", DescribeVpcAttributeRequest::builder, NetworkOperations::vpcAttribute),
                Operation.of("DescribeSubnets", DescribeSubnetsRequest::builder, NetworkOperations::subnets),
                Operation.of(
                        "DescribeRouteTables", DescribeRouteTablesRequest::builder, NetworkOperations::routeTables),
                Operation.of(
                        "DescribeInternetGateways",
                        DescribeInternetGatewaysRequest::builder,
                        NetworkOperations::internetGateways),
                Operation.of(
                        "DescribeNatGateways", DescribeNatGatewaysRequest::builder, NetworkOperations::natGateways),
                Operation.of(
                        "DescribeNetworkInterfaces",
                        DescribeNetworkInterfacesRequest::builder,
                        NetworkOperations::networkInterfaces),
                Operation.of(
                        "DescribeAvailabilityZones",
                        DescribeAvailabilityZonesRequest::builder,
                        NetworkOperations::availabilityZones),
                Operation.of(
                        "DescribeManagedPrefixLists",
                        DescribeManagedPrefixListsRequest::builder,
                        NetworkOperations::prefixLists));
    }

    private static DescribeVpcsResponse vpcs(DescribeVpcsRequest request, Call call) {
        var store = new Ec2Store(call.world());
        var page = new Listing<VpcRow>(
                        ResourceType.VPC,
                        VpcRow::vpcId,
                        1000,
                        Map.of(
                                "vpc-id", vpc -> List.of(vpc.vpcId()),
                                "cidr", vpc -> List.of(vpc.cidrBlock()),
                                "cidr-block-association.cidr-block", store::cidrsOf,
                                "state", vpc -> List.of(vpc.isAvailable(call.now()) ? "available" : "pending"),
                                "owner-id", vpc -> List.of(World.ACCOUNT_ID),
                                "is-default", vpc -> List.of(String.valueOf(vpc.defaultVpc())),
                                "isDefault", vpc -> List.of(String.valueOf(vpc.defaultVpc()))))
                .select(
                        store,
                        store.vpcs().rows(),
                        request.vpcIds(),
                        request.filters(),
                        request.maxResults(),
                        request.nextToken());
        return DescribeVpcsResponse.builder()
                .vpcs(page.rows().stream()
                        .map(vpc -> NetworkDescriptions.vpc(store, vpc))
                        .toList())
                .nextToken(page.nextToken().orElse(null))
                .build();
    }

    private static DescribeVpcAttributeResponse vpcAttribute(DescribeVpcAttributeRequest request, Call call) {
        var store = new Ec2Store(call.world());
        var vpc = store.vpcs().get(request.vpcId()).orElseThrow(() -> ResourceType.VPC.missing(request.vpcId()));
        var response = DescribeVpcAttributeResponse.builder().vpcId(vpc.vpcId());
        return switch (request.attribute()) {
            case ENABLE_DNS_SUPPORT ->
                response.enableDnsSupport(flag(vpc.dnsSupport())).build();
            case ENABLE_DNS_HOSTNAMES ->
                response.enableDnsHostnames(flag(vpc.dnsHostnames())).build();
            case ENABLE_NETWORK_ADDRESS_USAGE_METRICS ->
                response.enableNetworkAddressUsageMetrics(flag(false)).build();
            case UNKNOWN_TO_SDK_VERSION ->
                throw new AwsError(
                        "InvalidParameterValue",
                        400,
                        "Value (%s) for parameter attribute is invalid.".formatted(request.attributeAsString()));
        };
    }

    private static AttributeBooleanValue flag(boolean value) {
        return AttributeBooleanValue.builder().value(value).build();
    }

    private static DescribeSubnetsResponse subnets(DescribeSubnetsRequest request, Call call) {
        var store = new Ec2Store(call.world());
        var page = new Listing<SubnetRow>(
                        ResourceType.SUBNET,
                        SubnetRow::subnetId,
                        1000,
                        Map.ofEntries(
                                Map.entry("subnet-id", subnet -> List.of(subnet.subnetId())),
                                Map.entry("vpc-id", subnet -> List.of(subnet.vpcId())),
                                Map.entry("cidr-block", subnet -> List.of(subnet.cidrBlock())),
                                Map.entry("cidr", subnet -> List.of(subnet.cidrBlock())),
                                Map.entry("cidrBlock", subnet -> List.of(subnet.cidrBlock())),
                                Map.entry("availability-zone", subnet -> List.of(subnet.availabilityZone())),
                                Map.entry("availabilityZone", subnet -> List.of(subnet.availabilityZone())),
                                Map.entry(
                                        "state",
                                        subnet -> List.of(subnet.isAvailable(call.now()) ? "available" : "pending")),
                                Map.entry("owner-id", subnet -> List.of(World.ACCOUNT_ID)),
                                Map.entry("default-for-az", subnet -> List.of("false")),
                                Map.entry(
                                        "map-public-ip-on-launch",
                                        subnet -> List.of(String.valueOf(subnet.mapPublicIpOnLaunch())))))
                .select(
                        store,
                        store.subnets().rows(),
                        request.subnetIds(),
                        request.filters(),
                        request.maxResults(),
                        request.nextToken());
        return DescribeSubnetsResponse.builder()
                .subnets(page.rows().stream()
                        .map(subnet -> NetworkDescriptions.subnet(store, subnet, call))
                        .toList())
                .nextToken(page.nextToken().orElse(null))
                .build();
    }

    private static DescribeRouteTablesResponse routeTables(DescribeRouteTablesRequest request, Call call) {
        var store = new Ec2Store(call.world());
        var page = new Listing<RouteTableRow>(
                        ResourceType.ROUTE_TABLE,
                        RouteTableRow::routeTableId,
                        100,
                        Map.ofEntries(
                                Map.entry("route-table-id", table -> List.of(table.routeTableId())),
                                Map.entry("association.route-table-id", table -> List.of(table.routeTableId())),
                                Map.entry("vpc-id", table -> List.of(table.vpcId())),
                                Map.entry("owner-id", table -> List.of(World.ACCOUNT_ID)),
                                Map.entry("association.main", table -> List.of(String.valueOf(table.isMain()))),
                                Map.entry("association.subnet-id", NetworkOperations::associatedSubnets),
                                Map.entry(
                                        "association.route-table-association-id",
                                        table -> table.associations().stream()
                                                .map(Association::associationId)
                                                .toList()),
                                Map.entry(
                                        "route.destination-cidr-block",
                                        table -> table.routes().stream()
                                                .map(RouteTableRow.Route::destinationCidrBlock)
                                                .toList()),
                                Map.entry("route.gateway-id", table -> targets(table, "igw-", "local")),
                                Map.entry("route.nat-gateway-id", table -> targets(table, "nat-"))))
                .select(
                        store,
                        store.routeTables().rows(),
                        request.routeTableIds(),
                        request.filters(),
                        request.maxResults(),
                        request.nextToken());
        return DescribeRouteTablesResponse.builder()
                .routeTables(page.rows().stream()
                        .map(table -> NetworkDescriptions.routeTable(store, table))
                        .toList())
                .nextToken(page.nextToken().orElse(null))
                .build();
    }

    private static List<String> associatedSubnets(RouteTableRow table) {
        return table.associations().stream()
                .map(Association::subnetId)
                .flatMap(Optional::stream)
                .toList();
    }

    private static List<String> targets(RouteTableRow table, String... prefixes) {
        return table.routes().stream()
                .map(RouteTableRow.Route::target)
                .filter(target -> List.of(prefixes).stream().anyMatch(target::startsWith))
                .toList();
    }

    private static DescribeInternetGatewaysResponse internetGateways(
            DescribeInternetGatewaysRequest request, Call call) {
        var store = new Ec2Store(call.world());
        var page = new Listing<InternetGatewayRow>(
                        ResourceType.INTERNET_GATEWAY,
                        InternetGatewayRow::internetGatewayId,
                        1000,
                        Map.of(
                                "internet-gateway-id",
                                gateway -> List.of(gateway.internetGatewayId()),
                                "attachment.vpc-id",
                                gateway -> gateway.attachedVpcId().stream().toList(),
                                "attachment.state",
                                gateway -> gateway.attachedVpcId().map(vpc -> "available").stream()
                                        .toList(),
                                "owner-id",
                                gateway -> List.of(World.ACCOUNT_ID)))
                .select(
                        store,
                        store.internetGateways().rows(),
                        request.internetGatewayIds(),
                        request.filters(),
                        request.maxResults(),
                        request.nextToken());
        return DescribeInternetGatewaysResponse.builder()
                .internetGateways(page.rows().stream()
                        .map(gateway -> NetworkDescriptions.internetGateway(store, gateway))
                        .toList())
                .nextToken(page.nextToken().orElse(null))
                .build();
    }

    private static DescribeNatGatewaysResponse natGateways(DescribeNatGatewaysRequest request, Call call) {
        var store = new Ec2Store(call.world());
        var page = new Listing<NatGatewayRow>(
                        ResourceType.NAT_GATEWAY,
                        NatGatewayRow::natGatewayId,
                        1000,
                        Map.of(
                                "nat-gateway-id", gateway -> List.of(gateway.natGatewayId()),
                                "subnet-id", gateway -> List.of(gateway.subnetId()),
                                "vpc-id", gateway -> List.of(gateway.vpcId()),
                                "state", gateway -> List.of(gateway.state(call.now()))))
                .select(
                        store,
                        store.natGateways().rows(),
                        request.natGatewayIds(),
                        request.filter(),
                        request.maxResults(),
                        request.nextToken());
        return DescribeNatGatewaysResponse.builder()
                .natGateways(page.rows().stream()
                        .map(gateway -> NetworkDescriptions.natGateway(store, gateway, call.now()))
                        .toList())
                .nextToken(page.nextToken().orElse(null))
                .build();
    }

    private static DescribeNetworkInterfacesResponse networkInterfaces(
            DescribeNetworkInterfacesRequest request, Call call) {
        var store = new Ec2Store(call.world());
        var page = new Listing<NetworkInterfaceRow>(
                        ResourceType.NETWORK_INTERFACE,
                        NetworkInterfaceRow::networkInterfaceId,
                        1000,
                        Map.ofEntries(
                                Map.entry("network-interface-id", eni -> List.of(eni.networkInterfaceId())),
                                Map.entry("vpc-id", eni -> List.of(eni.vpcId())),
                                Map.entry("subnet-id", eni -> List.of(eni.subnetId())),
                                Map.entry("availability-zone", eni -> List.of(eni.availabilityZone())),
                                Map.entry("description", eni -> List.of(eni.description())),
                                Map.entry("interface-type", eni -> List.of(eni.interfaceType())),
                                Map.entry("private-ip-address", eni -> List.of(eni.privateIp())),
                                Map.entry("addresses.private-ip-address", eni -> List.of(eni.privateIp())),
                                Map.entry("requester-id", eni -> List.of(eni.requesterId())),
                                Map.entry("requester-managed", eni -> List.of("true")),
                                Map.entry("status", eni -> List.of("in-use")),
                                Map.entry("owner-id", eni -> List.of(World.ACCOUNT_ID)),
                                Map.entry("group-id", NetworkInterfaceRow::groupIds),
                                Map.entry("group-name", eni -> groupNames(store, eni))))
                .select(
                        store,
                        store.networkInterfaces().rows(),
                        request.networkInterfaceIds(),
                        request.filters(),
                        request.maxResults(),
                        request.nextToken());
        return DescribeNetworkInterfacesResponse.builder()
                .networkInterfaces(page.rows().stream()
                        .map(eni -> NetworkDescriptions.networkInterface(store, eni, call))
                        .toList())
                .nextToken(page.nextToken().orElse(null))
                .build();
    }

    private static List<String> groupNames(Ec2Store store, NetworkInterfaceRow eni) {
        return eni.groupIds().stream()
                .flatMap(id -> store.securityGroups().get(id).stream())
                .map(SecurityGroupRow::groupName)
                .toList();
    }

    private static DescribeAvailabilityZonesResponse availabilityZones(
            DescribeAvailabilityZonesRequest request, Call call) {
        var zones = zones(call.region());
        request.zoneNames().stream()
                .filter(name -> zones.stream().noneMatch(zone -> zone.zoneName().equals(name)))
                .findFirst()
                .ifPresent(NetworkOperations::refuseZone);
        var selected = zones.stream()
                .filter(zone ->
                        request.zoneNames().isEmpty() || request.zoneNames().contains(zone.zoneName()))
                .filter(zone -> request.zoneIds().isEmpty() || request.zoneIds().contains(zone.zoneId()))
                .filter(zone -> request.filters().stream()
                        .allMatch(filter -> filter.values().contains(zoneField(zone, filter.name()))))
                .toList();
        return DescribeAvailabilityZonesResponse.builder()
                .availabilityZones(selected)
                .build();
    }

    static List<AvailabilityZone> zones(String region) {
        return ZONES.stream()
                .map(letter -> NetworkDescriptions.availabilityZone(region, letter))
                .toList();
    }

    private static void refuseZone(String name) {
        throw new AwsError("InvalidParameterValue", 400, "Invalid availability zone: [%s]".formatted(name));
    }

    private static String zoneField(AvailabilityZone zone, String filter) {
        return switch (filter) {
            case "zone-name" -> zone.zoneName();
            case "zone-id" -> zone.zoneId();
            case "region-name" -> zone.regionName();
            case "state" -> zone.stateAsString();
            case "zone-type" -> zone.zoneType();
            case "group-name" -> zone.groupName();
            case "opt-in-status" -> zone.optInStatusAsString();
            default -> throw new AwsError("InvalidParameterValue", 400, "The filter '%s' is invalid".formatted(filter));
        };
    }

    private static DescribeManagedPrefixListsResponse prefixLists(
            DescribeManagedPrefixListsRequest request, Call call) {
        var store = new Ec2Store(call.world());
        var page = new Listing<PrefixListRow>(
                        ResourceType.PREFIX_LIST,
                        PrefixListRow::prefixListId,
                        100,
                        Map.of(
                                "prefix-list-id", list -> List.of(list.prefixListId()),
                                "prefix-list-name", list -> List.of(list.prefixListName()),
                                "owner-id", list -> List.of("AWS")))
                .select(
                        store,
                        store.prefixLists().rows(),
                        request.prefixListIds(),
                        request.filters(),
                        request.maxResults(),
                        request.nextToken());
        return DescribeManagedPrefixListsResponse.builder()
                .prefixLists(page.rows().stream()
                        .map(list -> NetworkDescriptions.prefixList(list, call))
                        .toList())
                .nextToken(page.nextToken().orElse(null))
                .build();
    }
}
