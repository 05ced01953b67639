package dev.envctl.sandbox.aws.ec2;

import dev.envctl.sandbox.World;
import dev.envctl.sandbox.aws.Call;
import dev.envctl.sandbox.aws.Identifiers;
import dev.envctl.sandbox.aws.ec2.RouteTableRow.Association;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.AttachmentStatus;
import software.amazon.awssdk.services.ec2.model.AvailabilityZone;
import software.amazon.awssdk.services.ec2.model.AvailabilityZoneOptInStatus;
import software.amazon.awssdk.services.ec2.model.AvailabilityZoneState;
import software.amazon.awssdk.services.ec2.model.ConnectivityType;
import software.amazon.awssdk.services.ec2.model.GroupIdentifier;
import software.amazon.awssdk.services.ec2.model.InternetGateway;
import software.amazon.awssdk.services.ec2.model.InternetGatewayAttachment;
import software.amazon.awssdk.services.ec2.model.ManagedPrefixList;
import software.amazon.awssdk.services.ec2.model.NatGateway;
import software.amazon.awssdk.services.ec2.model.NatGatewayAddress;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.NetworkInterfacePrivateIpAddress;
import software.amazon.awssdk.services.ec2.model.NetworkInterfaceStatus;
import software.amazon.awssdk.services.ec2.model.PrefixListState;
import software.amazon.awssdk.services.ec2.model.Route;
import software.amazon.awssdk.services.ec2.model.RouteState;
import software.amazon.awssdk.services.ec2.model.RouteTable;
import software.amazon.awssdk.services.ec2.model.RouteTableAssociation;
import software.amazon.awssdk.services.ec2.model.RouteTableAssociationState;
import software.amazon.awssdk.services.ec2.model.RouteTableAssociationStateCode;
import software.amazon.awssdk.services.ec2.model.SecurityGroupIdentifier;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.SubnetState;
import software.amazon.awssdk.services.ec2.model.Vpc;
import software.amazon.awssdk.services.ec2.model.VpcCidrBlockAssociation;
import software.amazon.awssdk.services.ec2.model.VpcCidrBlockState;
import software.amazon.awssdk.services.ec2.model.VpcCidrBlockStateCode;
import software.amazon.awssdk.services.ec2.model.VpcEndpoint;
import software.amazon.awssdk.services.ec2.model.VpcState;

/// Rows of the network as EC2 describes them.
final class NetworkDescriptions {

    /// AWS keeps the first four addresses of a subnet and the last.
    private static final int RESERVED_ADDRESSES = 5;

    private static final String OPEN_POLICY =
            "{\"Version\":\"2008-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"*\","
                    + "\"Resource\":\"*\"}]}";

    private static final Map<String, String> ZONE_NUMBERS = Map.of("a", "1", "b", "2", "c", "3");

    private NetworkDescriptions() {}

    static Vpc vpc(Ec2Store store, VpcRow vpc) {
        var associations = Stream.concat(
                Stream.of(cidrAssociation(primaryAssociation(vpc), vpc.cidrBlock())),
                store
                        .cidrAssociations()
                        .where(association -> association.vpcId().equals(vpc.vpcId()))
                        .stream()
                        .map(association -> cidrAssociation(association.associationId(), association.cidrBlock())));
        return Vpc.builder()
                .vpcId(vpc.vpcId())
                .cidrBlock(vpc.cidrBlock())
                .cidrBlockAssociationSet(associations.toList())
                .dhcpOptionsId(Identifiers.seededEc2("dopt", "default"))
                .instanceTenancy(vpc.tenancy().orElse("default"))
                .isDefault(vpc.defaultVpc())
                .ownerId(World.ACCOUNT_ID)
                .state(vpc.isAvailable(store.world().now()) ? VpcState.AVAILABLE : VpcState.PENDING)
                .tags(Tagging.tags(store, vpc.vpcId()))
                .build();
    }

    static String primaryAssociation(VpcRow vpc) {
        return Identifiers.seededEc2("vpc-cidr-assoc", vpc.vpcId());
    }

    static VpcCidrBlockAssociation cidrAssociation(String id, String cidrBlock) {
        return VpcCidrBlockAssociation.builder()
                .associationId(id)
                .cidrBlock(cidrBlock)
                .cidrBlockState(VpcCidrBlockState.builder()
                        .state(VpcCidrBlockStateCode.ASSOCIATED)
                        .build())
                .build();
    }

    static Subnet subnet(Ec2Store store, SubnetRow subnet, Call call) {
        return Subnet.builder()
                .subnetId(subnet.subnetId())
                .subnetArn("arn:aws:ec2:%s:%s:subnet/%s".formatted(call.region(), call.accountId(), subnet.subnetId()))
                .vpcId(subnet.vpcId())
                .cidrBlock(subnet.cidrBlock())
                .availabilityZone(subnet.availabilityZone())
                .availabilityZoneId(zoneId(subnet.availabilityZone()))
                .availableIpAddressCount(availableAddresses(store, subnet))
                .assignIpv6AddressOnCreation(false)
                .defaultForAz(false)
                .mapCustomerOwnedIpOnLaunch(false)
                .mapPublicIpOnLaunch(subnet.mapPublicIpOnLaunch())
                .ownerId(call.accountId())
                .state(subnet.isAvailable(call.now()) ? SubnetState.AVAILABLE : SubnetState.PENDING)
                .tags(Tagging.tags(store, subnet.subnetId()))
                .build();
    }

    private static int availableAddresses(Ec2Store store, SubnetRow subnet) {
        var length =
                Integer.parseInt(subnet.cidrBlock().substring(subnet.cidrBlock().indexOf('/') + 1));
        var used = store.networkInterfaces()
                .where(eni -> eni.subnetId().equals(subnet.subnetId()))
                .size();
        return (1 << (32 - length)) - RESERVED_ADDRESSES - used;
    }

    static RouteTable routeTable(Ec2Store store, RouteTableRow table) {
        return RouteTable.builder()
                .routeTableId(table.routeTableId())
                .vpcId(table.vpcId())
                .ownerId(World.ACCOUNT_ID)
                .routes(table.routes().stream()
                        .map(route -> route(store, route))
                        .toList())
                .associations(table.associations().stream()
                        .map(association -> association(table, association))
                        .toList())
                .propagatingVgws(List.of())
                .tags(Tagging.tags(store, table.routeTableId()))
                .build();
    }

    private static Route route(Ec2Store store, RouteTableRow.Route route) {
        var destination = route.destinationCidrBlock();
        var described = Route.builder()
                .origin(route.origin())
                .state(leadsNowhere(store, route) ? RouteState.BLACKHOLE : RouteState.ACTIVE);
        if (destination.startsWith("pl-")) {
            described.destinationPrefixListId(destination);
        } else if (destination.contains(":")) {
            described.destinationIpv6CidrBlock(destination);
        } else {
            described.destinationCidrBlock(destination);
        }
        var target = route.target();
        return switch (target.substring(0, Math.max(0, target.indexOf('-')))) {
            case "nat" -> described.natGatewayId(target).build();
            case "eni" -> described.networkInterfaceId(target).build();
            case "tgw" -> described.transitGatewayId(target).build();
            case "pcx" -> described.vpcPeeringConnectionId(target).build();
            default -> described.gatewayId(target).build();
        };
    }

    private static boolean leadsNowhere(Ec2Store store, RouteTableRow.Route route) {
        if (route.target().startsWith("nat-")) {
            return store.natGateways()
                    .get(route.target())
                    .filter(gateway -> gateway.deletedAt().isEmpty())
                    .isEmpty();
        }
        return route.leavesThroughInternetGateway()
                && store.internetGateways()
                        .get(route.target())
                        .flatMap(InternetGatewayRow::attachedVpcId)
                        .isEmpty();
    }

    private static RouteTableAssociation association(RouteTableRow table, Association association) {
        return RouteTableAssociation.builder()
                .routeTableAssociationId(association.associationId())
                .routeTableId(table.routeTableId())
                .main(association.isMain())
                .subnetId(association.subnetId().orElse(null))
                .associationState(RouteTableAssociationState.builder()
                        .state(RouteTableAssociationStateCode.ASSOCIATED)
                        .build())
                .build();
    }

    static InternetGateway internetGateway(Ec2Store store, InternetGatewayRow gateway) {
        return InternetGateway.builder()
                .internetGatewayId(gateway.internetGatewayId())
                .ownerId(World.ACCOUNT_ID)
                .attachments(gateway.attachedVpcId().stream()
                        .map(vpcId -> InternetGatewayAttachment.builder()
                                .vpcId(vpcId)
                                .state("available")
                                .build())
                        .toList())
                .tags(Tagging.tags(store, gateway.internetGatewayId()))
                .build();
    }

    static NatGateway natGateway(Ec2Store store, NatGatewayRow gateway, Instant now) {
        var state = gateway.state(now);
        var described = NatGateway.builder()
                .natGatewayId(gateway.natGatewayId())
                .vpcId(gateway.vpcId())
                .subnetId(gateway.subnetId())
                .connectivityType(gateway.isPublic() ? ConnectivityType.PUBLIC : ConnectivityType.PRIVATE)
                .createTime(gateway.createdAt())
                .state(state)
                .natGatewayAddresses(NatGatewayAddress.builder()
                        .allocationId(orNull(gateway.allocationId()))
                        .networkInterfaceId(orNull(gateway.networkInterfaceId()))
                        .privateIp(orNull(gateway.privateIp()))
                        .publicIp(orNull(gateway.publicIp()))
                        .isPrimary(true)
                        .build())
                .tags(Tagging.tags(store, gateway.natGatewayId()));
        if (state.equals("failed")) {
            gateway.failure()
                    .ifPresent(failure -> described.failureCode(failure.code()).failureMessage(failure.message()));
        }
        gateway.deletedAt().filter(_ -> state.equals("deleted")).ifPresent(described::deleteTime);
        return described.build();
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    static VpcEndpoint vpcEndpoint(Ec2Store store, VpcEndpointRow endpoint, Instant now) {
        return VpcEndpoint.builder()
                .vpcEndpointId(endpoint.vpcEndpointId())
                .vpcEndpointType(endpoint.type())
                .vpcId(endpoint.vpcId())
                .serviceName(endpoint.serviceName())
                .state(endpoint.state(now))
                .policyDocument(endpoint.policy().orElse(OPEN_POLICY))
                .routeTableIds(endpoint.routeTableIds())
                .subnetIds(endpoint.interfaces().keySet())
                .networkInterfaceIds(endpoint.interfaces().values())
                .groups(endpoint.groupIds().stream()
                        .map(id -> SecurityGroupIdentifier.builder()
                                .groupId(id)
                                .groupName(store.securityGroups()
                                        .get(id)
                                        .map(SecurityGroupRow::groupName)
                                        .orElse(id))
                                .build())
                        .toList())
                .privateDnsEnabled(endpoint.privateDns())
                .requesterManaged(false)
                .ownerId(World.ACCOUNT_ID)
                .creationTimestamp(endpoint.createdAt())
                .tags(Tagging.tags(store, endpoint.vpcEndpointId()))
                .build();
    }

    static NetworkInterface networkInterface(Ec2Store store, NetworkInterfaceRow eni, Call call) {
        return NetworkInterface.builder()
                .networkInterfaceId(eni.networkInterfaceId())
                .vpcId(eni.vpcId())
                .subnetId(eni.subnetId())
                .availabilityZone(eni.availabilityZone())
                .description(eni.description())
                .interfaceType(eni.interfaceType())
                .ownerId(call.accountId())
                .privateIpAddress(eni.privateIp())
                .privateIpAddresses(NetworkInterfacePrivateIpAddress.builder()
                        .primary(true)
                        .privateIpAddress(eni.privateIp())
                        .build())
                .requesterId(eni.requesterId())
                .requesterManaged(true)
                .sourceDestCheck(true)
                .status(NetworkInterfaceStatus.IN_USE)
                .attachment(attachment -> attachment
                        .attachmentId(Identifiers.seededEc2("eni-attach", eni.networkInterfaceId()))
                        .status(AttachmentStatus.ATTACHED)
                        .instanceOwnerId(eni.requesterId()))
                .groups(eni.groupIds().stream().map(id -> group(store, id)).toList())
                .tagSet(Tagging.tags(store, eni.networkInterfaceId()))
                .build();
    }

    private static GroupIdentifier group(Ec2Store store, String groupId) {
        return GroupIdentifier.builder()
                .groupId(groupId)
                .groupName(store.securityGroups()
                        .get(groupId)
                        .map(SecurityGroupRow::groupName)
                        .orElse(groupId))
                .build();
    }

    static AvailabilityZone availabilityZone(String region, String letter) {
        return AvailabilityZone.builder()
                .zoneName(region + letter)
                .zoneId(zoneId(region + letter))
                .regionName(region)
                .groupName(region)
                .networkBorderGroup(region)
                .zoneType("availability-zone")
                .state(AvailabilityZoneState.AVAILABLE)
                .optInStatus(AvailabilityZoneOptInStatus.OPT_IN_NOT_REQUIRED)
                .build();
    }

    /// `us-east-1a` → `use1-az1`.
    private static String zoneId(String zone) {
        var region = zone.substring(0, zone.length() - 1).split("-", -1);
        var letter = zone.substring(zone.length() - 1);
        return region[0] + region[1].charAt(0) + region[region.length - 1] + "-az"
                + Optional.ofNullable(ZONE_NUMBERS.get(letter)).orElse("4");
    }

    static ManagedPrefixList prefixList(PrefixListRow list, Call call) {
        return ManagedPrefixList.builder()
                .prefixListId(list.prefixListId())
                .prefixListName(list.prefixListName())
                .prefixListArn("arn:aws:ec2:%s:aws:prefix-list/%s".formatted(call.region(), list.prefixListId()))
                .addressFamily("IPv4")
                .maxEntries(list.maxEntries())
                .version(1L)
                .ownerId("AWS")
                .state(PrefixListState.CREATE_COMPLETE)
                .build();
    }
}
