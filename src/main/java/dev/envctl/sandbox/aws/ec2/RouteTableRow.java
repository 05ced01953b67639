package dev.envctl.sandbox.aws.ec2;

import java.util.List;
import java.util.Optional;

public record RouteTableRow(String routeTableId, String vpcId, List<Route> routes, List<Association> associations) {

    /// `target` is `local` or the id of a gateway; `origin` is `CreateRouteTable` for the undeletable local route.
    public record Route(String destinationCidrBlock, String target, String origin) {

        boolean leavesThroughInternetGateway() {
            return target.startsWith("igw-");
        }
    }

    /// Without a subnet it is the VPC's main association.
    public record Association(String associationId, Optional<String> subnetId) {

        boolean isMain() {
            return subnetId.isEmpty();
        }
    }

    public boolean isMain() {
        return associations.stream().anyMatch(Association::isMain);
    }

    public boolean isAssociatedWith(String subnetId) {
        return associations.stream()
                .anyMatch(association -> association.subnetId().equals(Optional.of(subnetId)));
    }

    public boolean leadsToInternetGateway() {
        return routes.stream().anyMatch(Route::leavesThroughInternetGateway);
    }
}
