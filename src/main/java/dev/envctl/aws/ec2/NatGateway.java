package dev.envctl.aws.ec2;

import static dev.envctl.aws.Refusals.unless;

import dev.envctl.aws.AwsClients;
import dev.envctl.aws.CreateOnce;
import dev.envctl.aws.TagChange;
import dev.envctl.provider.Definition;
import dev.envctl.provider.Observed;
import dev.envctl.provider.Ownership;
import dev.envctl.provider.Phase;
import dev.envctl.provider.Session;
import dev.envctl.provider.Traits;
import dev.envctl.provider.Wanted;
import dev.envctl.value.FieldPath;
import dev.envctl.value.Ordered;
import dev.envctl.value.Value;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.CreateNatGatewayRequest;
import software.amazon.awssdk.services.ec2.model.DescribeNatGatewaysRequest;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.NatGatewayAddress;
import software.amazon.awssdk.services.ec2.model.ResourceType;

/// A NAT gateway. EC2 accepts one that cannot work and lets it fail a minute later, and lists one for an hour after it
/// is gone. It waits for the internet gateway although no field names it.
public final class NatGateway implements Ec2Kind<NatGateway.Spec> {

    public record Spec(
            String subnetId, Optional<String> allocationId, String connectivityType, Map<String, String> tags) {}

    private static final Map<String, Phase> STATES = Ordered.sorted(Map.of(
            "available", Phase.READY,
            "deleted", Phase.ABSENT,
            "deleting", Phase.DELETING,
            "failed", Phase.FAILED,
            "pending", Phase.IN_PROGRESS));

    private static final Duration MAKING = Duration.ofMinutes(15);
    private static final Duration DELETING = Duration.ofMinutes(30);

    private final AwsClients clients;
    private final TaggedObjects<Spec> objects;

    public NatGateway(AwsClients clients) {
        this.clients = clients;
        this.objects = new TaggedObjects<>("NAT gateway", "nat-gateway-id", MAKING, this::describe);
    }

    @Override
    public AwsClients clients() {
        return clients;
    }

    @Override
    public Definition<Spec> definition() {
        return Definition.of(
                "NatGateway",
                Spec.class,
                Traits.of(6, Traits.Overlap.REFUSED, Traits.Ledger.OBJECT)
                        .withReferences("/subnetId", "/allocationId")
                        .withStates(Ordered.copyOf(STATES))
                        .withTypical(Duration.ofMinutes(2), Duration.ofMinutes(1))
                        .withWaitsFor("InternetGateway")
                        .withListed("ec2", "natgateway/")
                        .withActions(
                                "ec2:DescribeNatGateways",
                                "ec2:CreateNatGateway",
                                "ec2:DeleteNatGateway",
                                "ec2:CreateTags",
                                "ec2:DeleteTags"));
    }

    @Override
    public List<Observed<Spec>> observe(Wanted wanted, Session session) {
        return objects.observe(wanted, session);
    }

    @Override
    public Observed<Spec> create(Spec desired, Ownership ownership, Session session) {
        return objects.createOnce(
                ownership,
                session,
                () -> clients.ec2()
                        .createNatGateway(request(desired, ownership))
                        .natGateway()
                        .natGatewayId());
    }

    private static CreateNatGatewayRequest request(Spec desired, Ownership ownership) {
        var request = CreateNatGatewayRequest.builder()
                .overrideConfiguration(override -> override.addPlugin(CreateOnce.SINGLE_ATTEMPT))
                .subnetId(desired.subnetId())
                .connectivityType(desired.connectivityType())
                .tagSpecifications(Ec2Tags.atBirth(ResourceType.NATGATEWAY, ownership.allTags(desired.tags())));
        desired.allocationId().ifPresent(request::allocationId);
        return request.build();
    }

    @Override
    public Observed<Spec> update(
            Observed<Spec> current, Spec desired, Set<FieldPath> changed, Ownership ownership, Session session) {
        retag(current, TagChange.of(current.spec().tags(), desired.tags(), changed, ownership), session);
        return objects.whenReady(current.id(), session);
    }

    /// Waits for the end: until then the gateway keeps its address and the subnet.
    @Override
    public void delete(Observed<Spec> current, Session session) {
        session.beforeWrite();
        unless(
                () -> clients.ec2().deleteNatGateway(request -> request.natGatewayId(current.id())),
                "NatGatewayNotFound");
        objects.untilGone(current.id(), DELETING, session);
    }

    @Override
    public Observed<Spec> await(Observed<Spec> current, Session session) {
        return objects.whenReady(current.id(), session);
    }

    private List<Observed<Spec>> describe(List<Filter> filters) {
        var request = DescribeNatGatewaysRequest.builder().filter(filters).build();
        return clients.ec2().describeNatGatewaysPaginator(request).natGateways().stream()
                .map(NatGateway::observed)
                .toList();
    }

    private static Observed<Spec> observed(software.amazon.awssdk.services.ec2.model.NatGateway live) {
        Map<String, String> tags = Ec2Tags.map(live.tags());
        NatGatewayAddress address = live.natGatewayAddresses().stream()
                .filter(one -> !Boolean.FALSE.equals(one.isPrimary()))
                .findFirst()
                .orElse(NatGatewayAddress.builder().build());
        Optional<String> allocation = Optional.ofNullable(address.allocationId());
        var spec = new Spec(
                live.subnetId(),
                allocation,
                Optional.ofNullable(live.connectivityTypeAsString()).orElse("public"),
                Ownership.userTags(tags));
        var computed = Value.map(
                "natGatewayId", Value.of(live.natGatewayId()),
                "state", Value.of(live.stateAsString()),
                "publicIp", text(address.publicIp()),
                "privateIp", text(address.privateIp()));
        Optional<String> failure = Optional.ofNullable(live.failureMessage())
                .map(message -> "%s: %s".formatted(live.failureCode(), message));
        return Observed.ready(live.natGatewayId(), spec, computed, Ownership.from(tags))
                .in(STATES.getOrDefault(live.stateAsString(), Phase.IN_PROGRESS), live.stateAsString(), failure);
    }

    private static Value text(@Nullable String text) {
        return text == null ? Value.NULL : Value.of(text);
    }
}
