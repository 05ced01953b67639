package dev.envctl.aws.ec2;

import dev.envctl.aws.AwsClients;
import dev.envctl.aws.ec2.Removal.Holder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInterfacesRequest;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.RouteTableAssociation;
import software.amazon.awssdk.services.ec2.model.Subnet;

/// What lives in a network and keeps it from being deleted.
final class Occupants {

    private final AwsClients clients;

    Occupants(AwsClients clients) {
        this.clients = clients;
    }

    /// Network interfaces by a filter such as `subnet-id`. One that belongs to an instance or to nobody stays until
    /// somebody takes it away; the others are services' own and go with what they served.
    List<Holder> interfaces(String filter, String id) {
        var request = DescribeNetworkInterfacesRequest.builder()
                .filters(Ec2Tags.filter(filter, id))
                .build();
        return clients.ec2().describeNetworkInterfacesPaginator(request).networkInterfaces().stream()
                .map(one -> new Holder(named(one), true))
                .toList();
    }

    private static String named(NetworkInterface one) {
        String description = Optional.ofNullable(one.description()).orElse("");
        return "network interface %s (%s)"
                .formatted(one.networkInterfaceId(), description.isEmpty() ? one.interfaceTypeAsString() : description);
    }

    /// Public addresses in a network that leave through its internet gateway.
    List<Holder> publicAddresses(String vpcId) {
        var request = DescribeNetworkInterfacesRequest.builder()
                .filters(Ec2Tags.filter("vpc-id", vpcId))
                .build();
        return clients.ec2().describeNetworkInterfacesPaginator(request).networkInterfaces().stream()
                .filter(one -> one.association() != null)
                .map(one -> new Holder(named(one), true))
                .toList();
    }

    List<Holder> ofVpc(String vpcId) {
        Filter inside = Ec2Tags.filter("vpc-id", vpcId);
        List<Holder> holders = new ArrayList<>(interfaces("vpc-id", vpcId));
        lasting(
                        "subnet",
                        clients.ec2().describeSubnetsPaginator(request -> request.filters(inside)).subnets().stream()
                                .map(Subnet::subnetId))
                .forEach(holders::add);
        lasting("route table", routeTables(inside)).forEach(holders::add);
        lasting("security group", securityGroups(inside)).forEach(holders::add);
        lasting("internet gateway", internetGateways(vpcId)).forEach(holders::add);
        holders.addAll(endpoints(inside));
        return holders;
    }

    private static Stream<Holder> lasting(String noun, Stream<String> ids) {
        return ids.map(id -> new Holder(noun + " " + id, false));
    }

    private Stream<String> routeTables(Filter inside) {
        return clients.ec2().describeRouteTablesPaginator(request -> request.filters(inside)).routeTables().stream()
                .filter(table -> table.associations().stream().noneMatch(RouteTableAssociation::main))
                .map(table -> table.routeTableId());
    }

    private Stream<String> securityGroups(Filter inside) {
        return clients
                .ec2()
                .describeSecurityGroupsPaginator(request -> request.filters(inside))
                .securityGroups()
                .stream()
                .filter(group -> !group.groupName().equals("default"))
                .map(group -> "%s (%s)".formatted(group.groupId(), group.groupName()));
    }

    private Stream<String> internetGateways(String vpcId) {
        return clients
                .ec2()
                .describeInternetGatewaysPaginator(
                        request -> request.filters(Ec2Tags.filter("attachment.vpc-id", vpcId)))
                .internetGateways()
                .stream()
                .map(gateway -> gateway.internetGatewayId());
    }

    /// Those on their way out go by themselves.
    private List<Holder> endpoints(Filter inside) {
        return clients.ec2().describeVpcEndpointsPaginator(request -> request.filters(inside)).vpcEndpoints().stream()
                .filter(endpoint -> !"deleted".equalsIgnoreCase(endpoint.stateAsString()))
                .map(endpoint -> new Holder(
                        "VPC endpoint " + endpoint.vpcEndpointId(),
                        "deleting".equalsIgnoreCase(endpoint.stateAsString())))
                .toList();
    }
}
