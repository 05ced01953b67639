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

/// A network that somebody else made: looked up by id, Name tag, tags, or as the account's default. An account has few
/// of them, so all are read in one call and chosen from here.
public final class Vpc implements ReadOnly<Vpc.Spec> {

    /// Nothing of a VPC is managed.
    public record Spec() {}

    private static final Map<String, Phase> STATES = Ordered.sorted(Map.of(
            "available", Phase.READY,
            "pending", Phase.IN_PROGRESS));

    private final AwsClients clients;

    public Vpc(AwsClients clients) {
        this.clients = clients;
    }

    @Override
    public Definition<Spec> definition() {
        return Definition.of(
                "Vpc",
                Spec.class,
                Traits.of(10, Traits.Overlap.ALLOWED, Traits.Ledger.OBJECT)
                        .withStates(Ordered.copyOf(STATES))
                        .withActions("ec2:DescribeVpcs"));
    }

    @Override
    public List<Observed<Spec>> observe(Wanted wanted, Session session) {
        if (Selection.external(wanted).isEmpty()) {
            return List.of();
        }
        List<Observed<Spec>> live = clients.ec2().describeVpcsPaginator().vpcs().stream()
                .map(Vpc::observed)
                .toList();
        return Selection.<Spec>byFields().withFacts(Observed::computed).of(live, wanted, session);
    }

    private static Observed<Spec> observed(software.amazon.awssdk.services.ec2.model.Vpc vpc) {
        Map<String, String> tags = Ec2Tags.map(vpc.tags());
        MapValue computed = Value.map(
                "vpcId", Value.of(vpc.vpcId()),
                "cidrBlock", Value.of(vpc.cidrBlock()),
                "state", Value.of(vpc.stateAsString()),
                "default", Value.of(vpc.isDefault()),
                "name", Value.of(tags.getOrDefault("Name", "")),
                "tags", Selection.textMap(tags));
        Phase phase = STATES.getOrDefault(vpc.stateAsString(), Phase.IN_PROGRESS);
        return Observed.ready(vpc.vpcId(), new Spec(), computed, Optional.empty())
                .in(phase, vpc.stateAsString(), Optional.empty());
    }
}
