package dev.envctl.aws.ec2;

import dev.envctl.aws.AwsClients;
import dev.envctl.aws.Selection;
import dev.envctl.provider.Observed;
import dev.envctl.provider.Ownership;
import dev.envctl.provider.Phase;
import dev.envctl.provider.Session;
import dev.envctl.provider.Wanted;
import dev.envctl.value.Cidr;
import dev.envctl.value.Ordered;
import dev.envctl.value.Value;
import dev.envctl.value.Value.MapValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsRequest;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Subnet;

/// Subnets as [dev.envctl.aws.ec2.Subnet.Spec]: what the environment owns in one call, those of the networks in which a
/// document's subnet was not found among them in another; everything at once when one is looked up.
final class SubnetReader {

    static final SequencedMap<String, Phase> STATES = Ordered.sorted(Map.of(
            "available", Phase.READY,
            "failed", Phase.FAILED,
            "failed-insufficient-capacity", Phase.FAILED,
            "pending", Phase.IN_PROGRESS,
            "unavailable", Phase.IN_PROGRESS));

    /// What EC2 lets exist once: empty while the VPC is not known.
    private record Key(String vpcId, String range) {
        static Optional<Key> of(MapValue spec) {
            return spec.text("vpcId")
                    .flatMap(vpc -> spec.text("cidrBlock")
                            .map(cidr -> new Key(
                                    vpc, Cidr.parse(cidr).map(Cidr::toString).orElse(cidr))));
        }
    }

    private final AwsClients clients;
    private final RouteTables routes;

    SubnetReader(AwsClients clients) {
        this.clients = clients;
        this.routes = new RouteTables(clients);
    }

    List<Observed<dev.envctl.aws.ec2.Subnet.Spec>> observe(Wanted wanted, Session session) {
        Map<String, Subnet> listed = listed(wanted, session);
        return Selection.<dev.envctl.aws.ec2.Subnet.Spec>byKey(Key::of)
                .withFacts(subnet -> facts(Optional.ofNullable(listed.get(subnet.id()))))
                .of(listed.values().stream().map(SubnetReader::observed).toList(), wanted, session)
                .stream()
                .map(subnet -> subnet.soughtBy().isPresent()
                        ? Facts.on(facts(Optional.ofNullable(listed.get(subnet.id()))), subnet)
                        : subnet)
                .map(subnet -> withPrivacy(subnet, routes.observed(session)))
                .toList();
    }

    private Map<String, Subnet> listed(Wanted wanted, Session session) {
        if (!Selection.external(wanted).isEmpty()) {
            return byId(list(List.of()));
        }
        Map<String, Subnet> found = new LinkedHashMap<>();
        if (wanted.includeOwned()) {
            found.putAll(byId(list(List.of(Ec2Tags.ownedBy(session)))));
        }
        Set<Key> known = found.values().stream()
                .map(subnet -> new Key(subnet.vpcId(), subnet.cidrBlock()))
                .collect(Collectors.toSet());
        List<String> vpcs = Selection.managed(wanted).stream()
                .flatMap(sought -> Key.of(sought.criteria()).stream())
                .filter(key -> !known.contains(key))
                .map(Key::vpcId)
                .distinct()
                .toList();
        if (!vpcs.isEmpty()) {
            Filter inside = Filter.builder().name("vpc-id").values(vpcs).build();
            byId(list(List.of(inside))).forEach(found::putIfAbsent);
        }
        return found;
    }

    private static Map<String, Subnet> byId(List<Subnet> subnets) {
        Map<String, Subnet> byId = new LinkedHashMap<>();
        subnets.forEach(subnet -> byId.put(subnet.subnetId(), subnet));
        return byId;
    }

    private List<Subnet> list(List<Filter> filters) {
        var request = DescribeSubnetsRequest.builder();
        if (!filters.isEmpty()) {
            request.filters(filters);
        }
        return new ArrayList<>(clients.ec2().describeSubnetsPaginator(request.build()).subnets().stream()
                .toList());
    }

    List<Observed<dev.envctl.aws.ec2.Subnet.Spec>> describe(List<Filter> filters) {
        return list(filters).stream().map(SubnetReader::observed).toList();
    }

    /// As the route tables say it now.
    Observed<dev.envctl.aws.ec2.Subnet.Spec> withPrivacy(Observed<dev.envctl.aws.ec2.Subnet.Spec> subnet) {
        return withPrivacy(
                subnet,
                routes.matching(List.of(Ec2Tags.filter("vpc-id", subnet.spec().vpcId()))));
    }

    private static Observed<dev.envctl.aws.ec2.Subnet.Spec> withPrivacy(
            Observed<dev.envctl.aws.ec2.Subnet.Spec> subnet, RouteTables.Tables tables) {
        boolean isPrivate = tables.isPrivate(subnet.id(), subnet.spec().vpcId());
        return Facts.on(Value.map("private", Value.of(isPrivate)), subnet);
    }

    private static MapValue facts(Optional<Subnet> found) {
        return found.map(subnet -> {
                    Map<String, String> tags = Ec2Tags.map(subnet.tags());
                    return Value.map(
                            "subnetId", Value.of(subnet.subnetId()),
                            "vpcId", Value.of(subnet.vpcId()),
                            "cidrBlock", Value.of(subnet.cidrBlock()),
                            "availabilityZone", Value.of(subnet.availabilityZone()),
                            "name", Value.of(tags.getOrDefault("Name", "")),
                            "tags", Selection.textMap(tags));
                })
                .orElse(MapValue.EMPTY);
    }

    private static Observed<dev.envctl.aws.ec2.Subnet.Spec> observed(Subnet live) {
        Map<String, String> tags = Ec2Tags.map(live.tags());
        var spec = new dev.envctl.aws.ec2.Subnet.Spec(
                live.vpcId(),
                live.cidrBlock(),
                Optional.ofNullable(live.availabilityZone()),
                Boolean.TRUE.equals(live.mapPublicIpOnLaunch()),
                Ownership.userTags(tags));
        MapValue computed = Value.map(
                "subnetId", Value.of(live.subnetId()),
                "arn", Value.of(live.subnetArn()),
                "name", Value.of(tags.getOrDefault("Name", "")));
        Phase phase = STATES.getOrDefault(live.stateAsString(), Phase.IN_PROGRESS);
        return Observed.ready(live.subnetId(), spec, computed, Ownership.from(tags))
                .in(phase, live.stateAsString(), Optional.empty());
    }
}
