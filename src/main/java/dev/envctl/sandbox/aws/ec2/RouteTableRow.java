package dev.envctl.sandbox.aws.ec2;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

public record RouteTableRow(String routeTableId, String vpcId, List<Route> routes, List<Association> associations) {

    /// `destinationCidrBlock` is an IPv4 or IPv6 range or the id of a prefix list; `target` is `local` or the id of
    /// what the traffic goes through; `origin` is `CreateRouteTable` for the undeletable local route.
    public record Route(String destinationCidrBlock, String target, String origin) {

        static final String LOCAL = "local";

        static Route local(String cidrBlock) {
            return new Route(cidrBlock, LOCAL, "CreateRouteTable");
        }

        boolean isLocal() {
            return target.equals(LOCAL);
        }

        boolean leavesThroughInternetGateway() {
            return target.startsWith("igw-");
        }
    }

    /// Without a subnet it is the VPC's main association.
    public record Association(String associationId, Optional<String> subnetId) {

        boolean isMain() {
            return subnetId.isEmpty();
        }

        boolean isOf(String id) {
            return subnetId.equals(Optional.of(id));
        }
    }

    public boolean isMain() {
        return associations.stream().anyMatch(Association::isMain);
    }

    public boolean isAssociatedWith(String subnetId) {
        return associations.stream().anyMatch(association -> association.isOf(subnetId));
    }

    public boolean leadsToInternetGateway() {
        return routes.stream().anyMatch(Route::leavesThroughInternetGateway);
    }

    Optional<Route> route(String destination) {
        return routes.stream()
                .filter(route -> route.destinationCidrBlock().equals(destination))
                .findFirst();
    }

    /// A route to the same destination gives way.
    RouteTableRow with(Route route) {
        var others = new ArrayList<>(
                withoutRoutes(old -> old.destinationCidrBlock().equals(route.destinationCidrBlock())).routes);
        others.add(route);
        return new RouteTableRow(routeTableId, vpcId, List.copyOf(others), associations);
    }

    RouteTableRow withoutRoutes(Predicate<Route> condition) {
        return new RouteTableRow(
                routeTableId, vpcId, routes.stream().filter(condition.negate()).toList(), associations);
    }

    RouteTableRow with(Association association) {
        var all = new ArrayList<>(associations);
        all.add(association);
        return new RouteTableRow(routeTableId, vpcId, routes, List.copyOf(all));
    }

    RouteTableRow withoutAssociations(Predicate<Association> condition) {
        return new RouteTableRow(
                routeTableId,
                vpcId,
                routes,
                associations.stream().filter(condition.negate()).toList());
    }
}
