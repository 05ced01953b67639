package dev.envctl.sandbox.aws.ec2;

import dev.envctl.sandbox.aws.AwsError;
import dev.envctl.sandbox.aws.Call;
import dev.envctl.sandbox.aws.Operation;
import dev.envctl.sandbox.aws.ec2.RouteTableRow.Route;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.CreateRouteRequest;
import software.amazon.awssdk.services.ec2.model.CreateRouteResponse;
import software.amazon.awssdk.services.ec2.model.DeleteRouteRequest;
import software.amazon.awssdk.services.ec2.model.DeleteRouteResponse;
import software.amazon.awssdk.services.ec2.model.ReplaceRouteRequest;
import software.amazon.awssdk.services.ec2.model.ReplaceRouteResponse;

/// The routes of a table.
final class RouteOperations {

    private RouteOperations() {}

    static List<Operation<?, ?>> operations() {
        return List.of(
                Operation.of("CreateRoute", CreateRouteRequest::builder, RouteOperations::create),
                Operation.of("ReplaceRoute", ReplaceRouteRequest::builder, RouteOperations::replace),
                Operation.of("DeleteRoute", DeleteRouteRequest::builder, RouteOperations::delete));
    }

    private static CreateRouteResponse create(CreateRouteRequest request, Call call) {
        var store = new Ec2Store(call.world());
        var table = RouteTableOperations.require(store, request.routeTableId());
        var destination = destination(
                store,
                request.destinationCidrBlock(),
                request.destinationIpv6CidrBlock(),
                request.destinationPrefixListId());
        var target = target(
                store,
                table,
                request.gatewayId(),
                request.natGatewayId(),
                request.transitGatewayId(),
                request.vpcPeeringConnectionId(),
                request.networkInterfaceId());
        if (table.route(destination).isPresent()) {
            throw new AwsError(
                    "RouteAlreadyExists", 400, "The route identified by %s already exists.".formatted(destination));
        }
        put(store, table.with(new Route(destination, target, "CreateRoute")));
        return CreateRouteResponse.builder().returnValue(true).build();
    }

    private static ReplaceRouteResponse replace(ReplaceRouteRequest request, Call call) {
        var store = new Ec2Store(call.world());
        var table = RouteTableOperations.require(store, request.routeTableId());
        var destination = destination(
                store,
                request.destinationCidrBlock(),
                request.destinationIpv6CidrBlock(),
                request.destinationPrefixListId());
        var target = target(
                store,
                table,
                request.gatewayId(),
                request.natGatewayId(),
                request.transitGatewayId(),
                request.vpcPeeringConnectionId(),
                request.networkInterfaceId());
        if (table.route(destination).isEmpty()) {
            throw new AwsError(
                    "InvalidParameterValue",
                    400,
                    "There is no route defined for '%s' in the route table. Use CreateRoute instead."
                            .formatted(destination));
        }
        put(store, table.with(new Route(destination, target, "CreateRoute")));
        return ReplaceRouteResponse.builder().build();
    }

    private static DeleteRouteResponse delete(DeleteRouteRequest request, Call call) {
        var store = new Ec2Store(call.world());
        var table = RouteTableOperations.require(store, request.routeTableId());
        var destination = destination(
                store,
                request.destinationCidrBlock(),
                request.destinationIpv6CidrBlock(),
                request.destinationPrefixListId());
        var route = table.route(destination)
                .orElseThrow(() -> new AwsError(
                        "InvalidRoute.NotFound",
                        400,
                        "no route with destination-cidr-block %s in route table %s"
                                .formatted(destination, table.routeTableId())));
        if (route.isLocal()) {
            throw new AwsError(
                    "InvalidParameterValue",
                    400,
                    "cannot remove local route %s in route table %s".formatted(destination, table.routeTableId()));
        }
        put(store, table.withoutRoutes(route::equals));
        return DeleteRouteResponse.builder().build();
    }

    private static void put(Ec2Store store, RouteTableRow table) {
        store.routeTables().put(table.routeTableId(), table);
    }

    private static String destination(
            Ec2Store store, @Nullable String ipv4, @Nullable String ipv6, @Nullable String prefixList) {
        one("destination", ipv4, ipv6, prefixList);
        if (ipv4 != null) {
            return Cidr.canonicalIpv4(ipv4);
        }
        if (ipv6 != null) {
            return Cidr.canonicalIpv6(ipv6);
        }
        var id = Objects.requireNonNull(prefixList);
        return store.prefixLists()
                .get(id)
                .map(PrefixListRow::prefixListId)
                .orElseThrow(() -> ResourceType.PREFIX_LIST.unknown(id));
    }

    private static String target(Ec2Store store, RouteTableRow table, @Nullable String... targets) {
        var target = one("target", targets);
        var known = ResourceType.ofId(target).filter(type -> store.exists(type, target));
        if (known.isEmpty()) {
            throw unknownTarget(target);
        }
        var isElsewhere = known.get() == ResourceType.INTERNET_GATEWAY
                && !store.internetGateways()
                        .get(target)
                        .orElseThrow()
                        .attachedVpcId()
                        .equals(Optional.of(table.vpcId()));
        if (isElsewhere) {
            throw new AwsError(
                    "InvalidParameterValue",
                    400,
                    "route table %s and network gateway %s belong to different networks"
                            .formatted(table.routeTableId(), target));
        }
        return target;
    }

    private static AwsError unknownTarget(String target) {
        var kind = target.substring(0, Math.max(0, target.indexOf('-')));
        var code = switch (kind) {
            case "nat" -> "InvalidNatGatewayID.NotFound";
            case "eni" -> "InvalidNetworkInterfaceID.NotFound";
            case "tgw" -> "InvalidTransitGatewayID.NotFound";
            case "pcx" -> "InvalidVpcPeeringConnectionID.NotFound";
            default -> "InvalidGatewayID.NotFound";
        };
        return new AwsError(code, 400, "The gateway ID '%s' does not exist".formatted(target));
    }

    private static String one(String what, @Nullable String... alternatives) {
        var given = Arrays.stream(alternatives).filter(Objects::nonNull).toList();
        if (given.isEmpty()) {
            throw new AwsError("MissingParameter", 400, "The request must contain exactly one %s".formatted(what));
        }
        if (given.size() > 1) {
            throw new AwsError(
                    "InvalidParameterCombination", 400, "The request may contain only one %s".formatted(what));
        }
        return Objects.requireNonNull(given.getFirst());
    }
}
