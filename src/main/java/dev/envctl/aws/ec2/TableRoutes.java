package dev.envctl.aws.ec2;

import static dev.envctl.aws.Refusals.is;
import static dev.envctl.aws.Refusals.unless;

import dev.envctl.aws.AwsClients;
import dev.envctl.aws.Eventually;
import dev.envctl.aws.ec2.RouteTable.Route;
import dev.envctl.provider.Session;
import dev.envctl.value.Cidr;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ec2.model.CreateRouteRequest;
import software.amazon.awssdk.services.ec2.model.DeleteRouteRequest;
import software.amazon.awssdk.services.ec2.model.ReplaceRouteRequest;
import software.amazon.awssdk.services.ec2.model.RouteOrigin;

/// The routes of one table, each known by its destination.
final class TableRoutes {

    private final AwsClients clients;

    TableRoutes(AwsClients clients) {
        this.clients = clients;
    }

    /// Not one that EC2 has put there.
    static boolean isManaged(software.amazon.awssdk.services.ec2.model.Route live) {
        String gateway = Optional.ofNullable(live.gatewayId()).orElse("");
        return live.origin() == RouteOrigin.CREATE_ROUTE && !gateway.equals("local") && !gateway.startsWith("vpce-");
    }

    static Route route(software.amazon.awssdk.services.ec2.model.Route live) {
        return new Route(
                Optional.ofNullable(live.destinationCidrBlock()),
                Optional.ofNullable(live.destinationIpv6CidrBlock()),
                Optional.ofNullable(live.destinationPrefixListId()),
                Optional.ofNullable(live.gatewayId()),
                Optional.ofNullable(live.natGatewayId()),
                Optional.ofNullable(live.transitGatewayId()),
                Optional.ofNullable(live.vpcPeeringConnectionId()),
                // an interface's route names its instance, too
                Optional.ofNullable(live.networkInterfaceId()));
    }

    void align(String tableId, List<Route> live, List<Route> desired, Session session) {
        Map<String, Route> there = byDestination(live);
        byDestination(desired).forEach((destination, route) -> {
            Route current = there.remove(destination);
            if (current == null) {
                create(tableId, route, session);
            } else if (!target(current).equals(target(route))) {
                replace(tableId, route, session);
            }
        });
        there.values().forEach(route -> delete(tableId, route, session));
    }

    private static Map<String, Route> byDestination(List<Route> routes) {
        Map<String, Route> byDestination = new LinkedHashMap<>();
        routes.forEach(route -> byDestination.put(destination(route), route));
        return byDestination;
    }

    private static String destination(Route route) {
        return route.destinationCidrBlock()
                .map(cidr -> Cidr.parse(cidr).map(Cidr::toString).orElse(cidr))
                .or(route::destinationIpv6CidrBlock)
                .or(route::destinationPrefixListId)
                .orElse("")
                .toLowerCase(Locale.ROOT);
    }

    private static String target(Route route) {
        return route.gatewayId()
                .or(route::natGatewayId)
                .or(route::transitGatewayId)
                .or(route::vpcPeeringConnectionId)
                .or(route::networkInterfaceId)
                .orElse("");
    }

    /// A route that is there already is one whose creation was not answered.
    private void create(String tableId, Route route, Session session) {
        try {
            whenSeen(session, () -> clients.ec2().createRoute(creation(tableId, route)));
        } catch (AwsServiceException refusal) {
            if (!is(refusal, "RouteAlreadyExists")) {
                throw refusal;
            }
            replace(tableId, route, session);
        }
    }

    private void replace(String tableId, Route route, Session session) {
        whenSeen(session, () -> clients.ec2().replaceRoute(replacement(tableId, route)));
    }

    private void delete(String tableId, Route route, Session session) {
        session.beforeWrite();
        unless(() -> clients.ec2().deleteRoute(deletion(tableId, route)), "InvalidRoute.NotFound");
    }

    /// EC2 shows a new table and a new gateway to its calls one after the other.
    private static void whenSeen(Session session, Runnable call) {
        Eventually.run(
                session,
                Eventually.VISIBILITY,
                refusal -> is(
                        refusal,
                        "InvalidRouteTableID.NotFound",
                        "InvalidGatewayID.NotFound",
                        "InvalidInternetGatewayID.NotFound",
                        "InvalidNatGatewayID.NotFound",
                        "NatGatewayNotFound"),
                () -> {
                    session.beforeWrite();
                    call.run();
                });
    }

    private static CreateRouteRequest creation(String tableId, Route route) {
        var request = CreateRouteRequest.builder().routeTableId(tableId);
        route.destinationCidrBlock().ifPresent(request::destinationCidrBlock);
        route.destinationIpv6CidrBlock().ifPresent(request::destinationIpv6CidrBlock);
        route.destinationPrefixListId().ifPresent(request::destinationPrefixListId);
        route.gatewayId().ifPresent(request::gatewayId);
        route.natGatewayId().ifPresent(request::natGatewayId);
        route.transitGatewayId().ifPresent(request::transitGatewayId);
        route.vpcPeeringConnectionId().ifPresent(request::vpcPeeringConnectionId);
        route.networkInterfaceId().ifPresent(request::networkInterfaceId);
        return request.build();
    }

    private static ReplaceRouteRequest replacement(String tableId, Route route) {
        var request = ReplaceRouteRequest.builder().routeTableId(tableId);
        route.destinationCidrBlock().ifPresent(request::destinationCidrBlock);
        route.destinationIpv6CidrBlock().ifPresent(request::destinationIpv6CidrBlock);
        route.destinationPrefixListId().ifPresent(request::destinationPrefixListId);
        route.gatewayId().ifPresent(request::gatewayId);
        route.natGatewayId().ifPresent(request::natGatewayId);
        route.transitGatewayId().ifPresent(request::transitGatewayId);
        route.vpcPeeringConnectionId().ifPresent(request::vpcPeeringConnectionId);
        route.networkInterfaceId().ifPresent(request::networkInterfaceId);
        return request.build();
    }

    private static DeleteRouteRequest deletion(String tableId, Route route) {
        var request = DeleteRouteRequest.builder().routeTableId(tableId);
        route.destinationCidrBlock().ifPresent(request::destinationCidrBlock);
        route.destinationIpv6CidrBlock().ifPresent(request::destinationIpv6CidrBlock);
        route.destinationPrefixListId().ifPresent(request::destinationPrefixListId);
        return request.build();
    }
}
