package dev.envctl.aws.ec2;

import dev.envctl.aws.AwsClients;
import dev.envctl.provider.Session;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.DescribeRouteTablesRequest;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.RouteTable;

/// The account's route tables, of which there are few: while observing, three kinds share one listing of all of them.
/// They say which subnets are private, namely those whose table, their own or else their VPC's main one, has no route
/// to an internet gateway.
final class RouteTables {

    record Tables(List<RouteTable> all) {

        boolean isPrivate(String subnetId, String vpcId) {
            return explicit(subnetId)
                    .or(() -> main(vpcId))
                    .map(table -> table.routes().stream().noneMatch(route -> isInternet(route.gatewayId())))
                    .orElse(true);
        }

        Optional<RouteTable> explicit(String subnetId) {
            return all.stream()
                    .filter(table -> table.associations().stream().anyMatch(link -> subnetId.equals(link.subnetId())))
                    .findFirst();
        }

        Optional<RouteTable> main(String vpcId) {
            return all.stream()
                    .filter(table -> vpcId.equals(table.vpcId())
                            && table.associations().stream().anyMatch(link -> Boolean.TRUE.equals(link.main())))
                    .findFirst();
        }

        private static boolean isInternet(String gatewayId) {
            return Optional.ofNullable(gatewayId).orElse("").startsWith("igw-");
        }
    }

    private final AwsClients clients;

    RouteTables(AwsClients clients) {
        this.clients = clients;
    }

    /// As they were when this session first looked; not for reading back what was written.
    Tables observed(Session session) {
        return session.once("ec2:route-tables", () -> matching(List.of()));
    }

    /// As they are now.
    Tables matching(List<Filter> filters) {
        var request = DescribeRouteTablesRequest.builder();
        if (!filters.isEmpty()) {
            request.filters(filters);
        }
        return new Tables(clients.ec2().describeRouteTablesPaginator(request.build()).routeTables().stream()
                .toList());
    }
}
