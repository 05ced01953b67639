package dev.envctl.aws.ec2;

import dev.envctl.aws.AwsClients;
import dev.envctl.aws.Selection;
import dev.envctl.provider.Observed;
import dev.envctl.provider.Ownership;
import dev.envctl.provider.Phase;
import dev.envctl.provider.Session;
import dev.envctl.value.Ordered;
import dev.envctl.value.Value;
import dev.envctl.value.Value.MapValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsRequest;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.RouteTable;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.Vpc;
import software.amazon.awssdk.services.ec2.model.VpcAttributeName;
import software.amazon.awssdk.services.ec2.model.VpcCidrBlockAssociation;

/// VPCs as [dev.envctl.aws.ec2.Vpc.Spec]. EC2's listing has neither their DNS flags nor what was made with them, so
/// what is managed is completed by further calls; what is only looked up is not worth them.
final class VpcReader {

    static final SequencedMap<String, Phase> STATES = Ordered.sorted(Map.of(
            "available", Phase.READY,
            "pending", Phase.IN_PROGRESS));

    private static final String NOT_REMOVED = "associat";

    private final AwsClients clients;
    private final RouteTables routeTables;

    VpcReader(AwsClients clients) {
        this.clients = clients;
        this.routeTables = new RouteTables(clients);
    }

    List<Vpc> list(List<Filter> filters) {
        var request = DescribeVpcsRequest.builder();
        if (!filters.isEmpty()) {
            request.filters(filters);
        }
        return clients.ec2().describeVpcsPaginator(request.build()).vpcs().stream()
                .toList();
    }

    /// What a look-up finds and may ask for.
    static MapValue facts(Vpc vpc) {
        Map<String, String> tags = Ec2Tags.map(vpc.tags());
        return identity(vpc)
                .with("cidrBlock", Value.of(vpc.cidrBlock()))
                .with("name", Value.of(tags.getOrDefault("Name", "")))
                .with("tags", Selection.textMap(tags));
    }

    private static MapValue identity(Vpc vpc) {
        return Value.map(
                "vpcId", Value.of(vpc.vpcId()),
                "state", Value.of(vpc.stateAsString()),
                "default", Value.of(vpc.isDefault()));
    }

    /// As the listing alone tells it.
    static Observed<dev.envctl.aws.ec2.Vpc.Spec> bare(Vpc vpc) {
        Map<String, String> tags = Ec2Tags.map(vpc.tags());
        List<String> additional = vpc.cidrBlockAssociationSet().stream()
                .filter(VpcReader::isThere)
                .map(VpcCidrBlockAssociation::cidrBlock)
                .filter(cidr -> !cidr.equals(vpc.cidrBlock()))
                .toList();
        var spec = new dev.envctl.aws.ec2.Vpc.Spec(
                vpc.cidrBlock(),
                vpc.instanceTenancyAsString(),
                Optional.empty(),
                Optional.empty(),
                additional,
                Ownership.userTags(tags));
        Phase phase = STATES.getOrDefault(vpc.stateAsString(), Phase.IN_PROGRESS);
        return Observed.ready(
                        vpc.vpcId(),
                        spec,
                        identity(vpc).with("name", Value.of(tags.getOrDefault("Name", ""))),
                        Ownership.from(tags))
                .in(phase, vpc.stateAsString(), Optional.empty());
    }

    static boolean isThere(VpcCidrBlockAssociation association) {
        return association.cidrBlockState().stateAsString().startsWith(NOT_REMOVED);
    }

    /// With what this session has read for others already.
    Observed<dev.envctl.aws.ec2.Vpc.Spec> whileObserving(Observed<dev.envctl.aws.ec2.Vpc.Spec> bare, Session session) {
        Map<String, String> groups = session.once("ec2:default-groups", () -> defaultGroups(List.of()));
        return complete(bare, groups, routeTables.observed(session), session);
    }

    Observed<dev.envctl.aws.ec2.Vpc.Spec> now(Observed<dev.envctl.aws.ec2.Vpc.Spec> bare, Session session) {
        List<Filter> inside = List.of(Ec2Tags.filter("vpc-id", bare.id()));
        return complete(bare, defaultGroups(inside), routeTables.matching(inside), session);
    }

    private Observed<dev.envctl.aws.ec2.Vpc.Spec> complete(
            Observed<dev.envctl.aws.ec2.Vpc.Spec> bare,
            Map<String, String> defaultGroups,
            RouteTables.Tables tables,
            Session session) {
        var known = bare.spec();
        var spec = new dev.envctl.aws.ec2.Vpc.Spec(
                known.cidrBlock(),
                known.instanceTenancy(),
                Optional.of(isSet(bare.id(), VpcAttributeName.ENABLE_DNS_SUPPORT)),
                Optional.of(isSet(bare.id(), VpcAttributeName.ENABLE_DNS_HOSTNAMES)),
                known.additionalCidrBlocks(),
                known.tags());
        Session.Place place = session.place();
        String arn =
                "arn:%s:ec2:%s:%s:vpc/%s".formatted(place.partition(), place.region(), place.accountId(), bare.id());
        MapValue computed = bare.computed()
                .with("arn", Value.of(arn))
                .with("defaultSecurityGroupId", textOrNull(Optional.ofNullable(defaultGroups.get(bare.id()))))
                .with("mainRouteTableId", textOrNull(tables.main(bare.id()).map(RouteTable::routeTableId)));
        return Observed.ready(bare.id(), spec, computed, bare.ownership())
                .in(bare.phase(), bare.state(), bare.stateDetail());
    }

    private static Value textOrNull(Optional<String> text) {
        return text.<Value>map(Value::of).orElse(Value.NULL);
    }

    private boolean isSet(String vpcId, VpcAttributeName name) {
        var answer = clients.ec2()
                .describeVpcAttribute(request -> request.vpcId(vpcId).attribute(name));
        var value =
                name == VpcAttributeName.ENABLE_DNS_SUPPORT ? answer.enableDnsSupport() : answer.enableDnsHostnames();
        return Boolean.TRUE.equals(value.value());
    }

    private Map<String, String> defaultGroups(List<Filter> inside) {
        List<Filter> filters = new ArrayList<>(inside);
        filters.add(Ec2Tags.filter("group-name", "default"));
        var request = DescribeSecurityGroupsRequest.builder().filters(filters).build();
        Function<SecurityGroup, String> vpc =
                group -> Optional.ofNullable(group.vpcId()).orElse("");
        return clients.ec2().describeSecurityGroupsPaginator(request).securityGroups().stream()
                .collect(Collectors.toUnmodifiableMap(vpc, SecurityGroup::groupId, (first, _) -> first));
    }
}
