package dev.envctl.plan.preflight;

import dev.envctl.value.FieldPath;
import dev.envctl.value.Value;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Where things stand: VPCs, zones, and which subnets are private. Every answer is empty while it is not known.
record Network(Landscape landscape) {

    static final FieldPath VPC_ID = FieldPath.of("vpcId");
    static final FieldPath SUBNET_IDS = FieldPath.of("subnetIds");
    static final FieldPath CLUSTER_SUBNET_IDS = FieldPath.of("resourcesVpcConfig", "subnetIds");

    private static final FieldPath ROUTES = FieldPath.of("routes");

    Optional<List<Target>> subnets(Item item, FieldPath path) {
        return landscape.targets(item, path, "Subnet", "subnetId");
    }

    /// A managed cluster says them in its spec, an external one as an attribute.
    Optional<List<Target>> clusterSubnets(Item cluster) {
        return cluster.at(CLUSTER_SUBNET_IDS).isPresent()
                ? subnets(cluster, CLUSTER_SUBNET_IDS)
                : subnets(cluster, SUBNET_IDS);
    }

    /// The VPC that an item stands in.
    Optional<Target> vpc(Item item) {
        return landscape
                .target(item, VPC_ID, "Vpc", "vpcId")
                .or(() -> landscape
                        .reference(item, VPC_ID)
                        .filter(reference -> reference.path().equals(VPC_ID))
                        .flatMap(reference -> landscape.find(reference.resource()))
                        .flatMap(this::vpc))
                .or(() -> item.kind().equals("Cluster") ? vpcOfSubnets(item) : Optional.empty());
    }

    private Optional<Target> vpcOfSubnets(Item cluster) {
        return clusterSubnets(cluster).stream()
                .flatMap(List::stream)
                .flatMap(subnet -> subnet.item().stream())
                .flatMap(subnet -> vpc(subnet).stream())
                .findFirst();
    }

    /// The zones of some subnets; empty unless all of them are known.
    Optional<SequencedSet<String>> zones(List<Target> subnets) {
        List<String> zones = subnets.stream()
                .flatMap(subnet -> subnet.item().stream())
                .flatMap(subnet -> subnet.text("availabilityZone").stream())
                .toList();
        return zones.size() == subnets.size() ? Optional.of(new LinkedHashSet<>(zones)) : Optional.empty();
    }

    /// By the environment's own route tables, which say how it is going to be; otherwise as it was observed.
    Optional<Boolean> isPrivate(Target subnet) {
        return subnet.item()
                .flatMap(item -> routeTable(item)
                        .map(this::leadsOutOnlyThroughOthers)
                        .orElseGet(() ->
                                item.at(FieldPath.of("private")).orElse(Value.NULL) instanceof Value.Flag(boolean flag)
                                        ? Optional.of(flag)
                                        : Optional.empty()));
    }

    boolean isPublic(Target subnet) {
        return isPrivate(subnet).equals(Optional.of(false));
    }

    private Optional<Item> routeTable(Item subnet) {
        return landscape.all("RouteTable").stream()
                .filter(table -> subnets(table, SUBNET_IDS).stream()
                        .flatMap(List::stream)
                        .anyMatch(associated -> associated.is(subnet)))
                .findFirst();
    }

    /// No route of it goes to an internet gateway.
    private Optional<Boolean> leadsOutOnlyThroughOthers(Item table) {
        if (!(table.at(ROUTES).orElse(Value.NULL) instanceof Value.ListValue routes)) {
            return Optional.empty();
        }
        List<Optional<Boolean>> gateways = IntStream.range(0, routes.elements().size())
                .mapToObj(index -> ROUTES.index(index).key("gatewayId"))
                .filter(path -> table.at(path).isPresent())
                .map(path -> isInternetGateway(table, path))
                .toList();
        if (gateways.contains(Optional.of(true))) {
            return Optional.of(false);
        }
        return gateways.stream().allMatch(Optional::isPresent) ? Optional.of(true) : Optional.empty();
    }

    private Optional<Boolean> isInternetGateway(Item table, FieldPath path) {
        return table.text(path)
                .map(id -> id.startsWith("igw-"))
                .or(() -> landscape
                        .reference(table, path)
                        .map(reference -> reference.resource().kind().text().equals("InternetGateway")));
    }

    static Stream<String> names(List<Target> targets) {
        return targets.stream().map(Target::identity);
    }
}
