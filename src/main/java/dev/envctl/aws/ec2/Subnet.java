package dev.envctl.aws.ec2;

import dev.envctl.aws.AwsClients;
import dev.envctl.aws.ReadOnly;
import dev.envctl.aws.Selection;
import dev.envctl.provider.Definition;
import dev.envctl.provider.Observed;
import dev.envctl.provider.Phase;
import dev.envctl.provider.Session;
import dev.envctl.provider.Traits;
import dev.envctl.provider.Wanted;
import dev.envctl.value.Ordered;
import dev.envctl.value.Value;
import dev.envctl.value.Value.MapValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A subnet that somebody else made: looked up by id, Name tag, or VPC and tags. All are read in one call and chosen
/// from here; a second call reads the route tables, which say whether a subnet is private.
public final class Subnet implements ReadOnly<Subnet.Spec> {

    /// Nothing of a subnet is managed.
    public record Spec() {}

    private static final Map<String, Phase> STATES = Ordered.sorted(Map.of(
            "available", Phase.READY,
            "failed", Phase.FAILED,
            "failed-insufficient-capacity", Phase.FAILED,
            "pending", Phase.IN_PROGRESS,
            "unavailable", Phase.IN_PROGRESS));

    private final AwsClients clients;
    private final RouteTables routes;

    public Subnet(AwsClients clients) {
        this.clients = clients;
        this.routes = new RouteTables(clients);
    }

    @Override
    public Definition<Spec> definition() {
        return Definition.of(
                "Subnet",
                Spec.class,
                Traits.of(11, Traits.Overlap.ALLOWED, Traits.Ledger.OBJECT)
                        .withReferences("/vpcId")
                        .withStates(Ordered.copyOf(STATES))
                        .withActions("ec2:DescribeSubnets", "ec2:DescribeRouteTables"));
    }

    @Override
    public List<Observed<Spec>> observe(Wanted wanted, Session session) {
        if (Selection.external(wanted).isEmpty()) {
            return List.of();
        }
        List<Observed<Spec>> live = clients.ec2().describeSubnetsPaginator().subnets().stream()
                .map(Subnet::observed)
                .toList();
        List<Observed<Spec>> found =
                Selection.<Spec>byFields().withFacts(Observed::computed).of(live, wanted, session);
        RouteTables.Privacy privacy = routes.of(found.stream()
                .flatMap(subnet -> subnet.computed().text("vpcId").stream())
                .distinct()
                .toList());
        return found.stream().map(subnet -> withPrivacy(subnet, privacy)).toList();
    }

    private static Observed<Spec> withPrivacy(Observed<Spec> subnet, RouteTables.Privacy privacy) {
        boolean isPrivate =
                privacy.isPrivate(subnet.id(), subnet.computed().text("vpcId").orElse(""));
        return new Observed<>(
                subnet.id(),
                subnet.spec(),
                subnet.computed().with("private", Value.of(isPrivate)),
                subnet.ownership(),
                subnet.phase(),
                subnet.state(),
                subnet.stateDetail(),
                subnet.soughtBy());
    }

    private static Observed<Spec> observed(software.amazon.awssdk.services.ec2.model.Subnet subnet) {
        Map<String, String> tags = Ec2Tags.map(subnet.tags());
        MapValue computed = Value.map(
                "subnetId", Value.of(subnet.subnetId()),
                "vpcId", Value.of(subnet.vpcId()),
                "cidrBlock", Value.of(subnet.cidrBlock()),
                "availabilityZone", Value.of(subnet.availabilityZone()),
                "name", Value.of(tags.getOrDefault("Name", "")),
                "tags", Selection.textMap(tags));
        Phase phase = STATES.getOrDefault(subnet.stateAsString(), Phase.IN_PROGRESS);
        return Observed.ready(subnet.subnetId(), new Spec(), computed, Optional.empty())
                .in(phase, subnet.stateAsString(), Optional.empty());
    }
}
