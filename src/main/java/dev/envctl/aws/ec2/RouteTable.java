package dev.envctl.aws.ec2;

import dev.envctl.aws.AwsClients;
import dev.envctl.aws.CreateOnce;
import dev.envctl.aws.Selection;
import dev.envctl.aws.TagChange;
import dev.envctl.provider.Definition;
import dev.envctl.provider.Observed;
import dev.envctl.provider.Ownership;
import dev.envctl.provider.Session;
import dev.envctl.provider.Traits;
import dev.envctl.provider.Wanted;
import dev.envctl.value.FieldPath;
import dev.envctl.value.Value;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.ResourceType;

/// A route table with its routes and the subnets that use it. What EC2 puts into a table itself is left alone: the
/// local routes, those of gateway endpoints, and those that a virtual private gateway propagates.
public final class RouteTable implements Ec2Kind<RouteTable.Spec> {

    public record Spec(String vpcId, List<Route> routes, List<String> subnetIds, Map<String, String> tags) {}

    /// One destination and the one thing that its traffic goes through.
    public record Route(
            Optional<String> destinationCidrBlock,
            Optional<String> destinationIpv6CidrBlock,
            Optional<String> destinationPrefixListId,
            Optional<String> gatewayId,
            Optional<String> natGatewayId,
            Optional<String> transitGatewayId,
            Optional<String> vpcPeeringConnectionId,
            Optional<String> networkInterfaceId) {}

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final AwsClients clients;
    private final RouteTables tables;
    private final TableRoutes routes;
    private final TableSubnets subnets;
    private final TaggedObjects<Spec> objects;

    public RouteTable(AwsClients clients) {
        this.clients = clients;
        this.tables = new RouteTables(clients);
        this.routes = new TableRoutes(clients);
        this.subnets = new TableSubnets(clients);
        this.objects = new TaggedObjects<>("route table", "route-table-id", PATIENCE, this::describe);
    }

    @Override
    public AwsClients clients() {
        return clients;
    }

    @Override
    public Definition<Spec> definition() {
        return Definition.of(
                "RouteTable",
                Spec.class,
                Traits.of(7, Traits.Overlap.ALLOWED, Traits.Ledger.OBJECT)
                        .withReferences("/vpcId", "/routes", "/subnetIds")
                        .withTypical(Duration.ofSeconds(3), Duration.ofSeconds(3))
                        .withListed("ec2", "route-table/")
                        .withActions(
                                "ec2:DescribeRouteTables",
                                "ec2:CreateRouteTable",
                                "ec2:CreateRoute",
                                "ec2:ReplaceRoute",
                                "ec2:DeleteRoute",
                                "ec2:AssociateRouteTable",
                                "ec2:ReplaceRouteTableAssociation",
                                "ec2:DisassociateRouteTable",
                                "ec2:DeleteRouteTable",
                                "ec2:CreateTags",
                                "ec2:DeleteTags"));
    }

    @Override
    public List<Observed<Spec>> observe(Wanted wanted, Session session) {
        if (!wanted.includeOwned()) {
            return List.of();
        }
        List<Observed<Spec>> all = tables.observed(session).all().stream()
                .map(RouteTable::observed)
                .toList();
        return Selection.<Spec>byFields().of(all, wanted, session);
    }

    @Override
    public Observed<Spec> create(Spec desired, Ownership ownership, Session session) {
        Observed<Spec> born = objects.createOnce(
                ownership,
                session,
                () -> clients.ec2()
                        .createRouteTable(request -> request.overrideConfiguration(
                                        override -> override.addPlugin(CreateOnce.SINGLE_ATTEMPT))
                                .vpcId(desired.vpcId())
                                .tagSpecifications(
                                        Ec2Tags.atBirth(ResourceType.ROUTE_TABLE, ownership.allTags(desired.tags()))))
                        .routeTable()
                        .routeTableId());
        align(born, desired, session);
        return read(born.id(), session);
    }

    @Override
    public Observed<Spec> update(
            Observed<Spec> current, Spec desired, Set<FieldPath> changed, Ownership ownership, Session session) {
        align(read(current.id(), session), desired, session);
        retag(current, TagChange.of(current.spec().tags(), desired.tags(), changed, ownership), session);
        return read(current.id(), session);
    }

    private void align(Observed<Spec> live, Spec desired, Session session) {
        routes.align(live.id(), live.spec().routes(), desired.routes(), session);
        subnets.align(live.id(), desired.subnetIds(), session);
    }

    @Override
    public void delete(Observed<Spec> current, Session session) {
        subnets.align(current.id(), List.of(), session);
        new Removal("route table", PATIENCE, List::of, List.of("InvalidRouteTableID.NotFound"))
                .run(
                        current.id(),
                        session,
                        () -> clients.ec2().deleteRouteTable(request -> request.routeTableId(current.id())));
    }

    @Override
    public Observed<Spec> await(Observed<Spec> current, Session session) {
        return read(current.id(), session);
    }

    private Observed<Spec> read(String id, Session session) {
        return objects.whenReady(id, session);
    }

    private List<Observed<Spec>> describe(List<Filter> filters) {
        return tables.matching(filters).all().stream().map(RouteTable::observed).toList();
    }

    private static Observed<Spec> observed(software.amazon.awssdk.services.ec2.model.RouteTable live) {
        Map<String, String> tags = Ec2Tags.map(live.tags());
        var spec = new Spec(
                live.vpcId(),
                live.routes().stream()
                        .filter(TableRoutes::isManaged)
                        .map(TableRoutes::route)
                        .toList(),
                TableSubnets.of(live).sequencedKeySet().stream().toList(),
                Ownership.userTags(tags));
        return Observed.ready(
                live.routeTableId(),
                spec,
                Value.map("routeTableId", Value.of(live.routeTableId())),
                Ownership.from(tags));
    }
}
