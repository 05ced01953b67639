package dev.envctl.aws.ec2;

import dev.envctl.aws.AwsClients;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.DescribeRouteTablesRequest;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.RouteTable;

/// Which subnets are private: those whose route table, their own or else their VPC's main one, has no route to an
/// internet gateway.
final class RouteTables {

    record Privacy(List<RouteTable> tables) {

        boolean isPrivate(String subnetId, String vpcId) {
            return explicit(subnetId)
                    .or(() -> main(vpcId))
                    .map(table -> table.routes().stream().noneMatch(route -> isInternet(route.gatewayId())))
                    .orElse(true);
        }

        private Optional<RouteTable> explicit(String subnetId) {
            return tables.stream()
                    .filter(table -> table.associations().stream().anyMatch(link -> subnetId.equals(link.subnetId())))
                    .findFirst();
        }

        private Optional<RouteTable> main(String vpcId) {
            return tables.stream()
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

    Privacy of(List<String> vpcIds) {
        if (vpcIds.isEmpty()) {
            return new Privacy(List.of());
        }
        var request = DescribeRouteTablesRequest.builder()
                .filters(Filter.builder().name("vpc-id").values(vpcIds).build())
                .build();
        return new Privacy(clients.ec2().describeRouteTablesPaginator(request).routeTables().stream()
                .toList());
    }
}
