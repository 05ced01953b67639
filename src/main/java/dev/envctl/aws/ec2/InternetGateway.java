package dev.envctl.aws.ec2;

import static dev.envctl.aws.Refusals.is;

import dev.envctl.aws.AwsClients;
import dev.envctl.aws.CreateOnce;
import dev.envctl.aws.Eventually;
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
import java.util.Set;
import software.amazon.awssdk.services.ec2.model.DescribeInternetGatewaysRequest;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.InternetGatewayAttachment;
import software.amazon.awssdk.services.ec2.model.ResourceType;

/// An internet gateway with its attachment. A gateway that an interrupted run left unattached has no `vpcId`, which is
/// a difference like any other.
public final class InternetGateway implements Ec2Kind<InternetGateway.Spec> {

    public record Spec(String vpcId, Map<String, String> tags) {}

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final List<String> GONE = List.of("InvalidInternetGatewayID.NotFound");

    private final AwsClients clients;
    private final TaggedObjects<Spec> objects;

    public InternetGateway(AwsClients clients) {
        this.clients = clients;
        this.objects = new TaggedObjects<>("internet gateway", "internet-gateway-id", PATIENCE, this::describe);
    }

    @Override
    public AwsClients clients() {
        return clients;
    }

    @Override
    public Definition<Spec> definition() {
        return Definition.of(
                "InternetGateway",
                Spec.class,
                Traits.of(4, Traits.Overlap.REFUSED, Traits.Ledger.OBJECT)
                        .withReferences("/vpcId")
                        .withTypical(Duration.ofSeconds(2), Duration.ofSeconds(5))
                        .withListed("ec2", "internet-gateway/")
                        .withActions(
                                "ec2:DescribeInternetGateways",
                                "ec2:DescribeNetworkInterfaces",
                                "ec2:CreateInternetGateway",
                                "ec2:AttachInternetGateway",
                                "ec2:DetachInternetGateway",
                                "ec2:DeleteInternetGateway",
                                "ec2:CreateTags",
                                "ec2:DeleteTags"));
    }

    @Override
    public List<Observed<Spec>> observe(Wanted wanted, Session session) {
        return objects.observe(wanted, session);
    }

    @Override
    public Observed<Spec> create(Spec desired, Ownership ownership, Session session) {
        Observed<Spec> born = objects.createOnce(
                ownership,
                session,
                () -> clients.ec2()
                        .createInternetGateway(request -> request.overrideConfiguration(
                                        override -> override.addPlugin(CreateOnce.SINGLE_ATTEMPT))
                                .tagSpecifications(Ec2Tags.atBirth(
                                        ResourceType.INTERNET_GATEWAY, ownership.allTags(desired.tags()))))
                        .internetGateway()
                        .internetGatewayId());
        attach(born, desired.vpcId(), session);
        return objects.whenReady(born.id(), session);
    }

    @Override
    public Observed<Spec> update(
            Observed<Spec> current, Spec desired, Set<FieldPath> changed, Ownership ownership, Session session) {
        if (!current.spec().vpcId().equals(desired.vpcId())) {
            detach(current, session);
            attach(objects.whenReady(current.id(), session), desired.vpcId(), session);
        }
        retag(current, TagChange.of(current.spec().tags(), desired.tags(), changed, ownership), session);
        return objects.whenReady(current.id(), session);
    }

    @Override
    public void delete(Observed<Spec> current, Session session) {
        detach(current, session);
        new Removal("internet gateway", PATIENCE, List::of, GONE)
                .run(
                        current.id(),
                        session,
                        () -> clients.ec2().deleteInternetGateway(request -> request.internetGatewayId(current.id())));
    }

    @Override
    public Observed<Spec> await(Observed<Spec> current, Session session) {
        return objects.whenReady(current.id(), session);
    }

    /// EC2 shows a new gateway and a new VPC to its calls one after the other.
    private void attach(Observed<Spec> gateway, String vpcId, Session session) {
        if (gateway.spec().vpcId().equals(vpcId)) {
            return;
        }
        Eventually.run(
                session,
                Eventually.VISIBILITY,
                refusal -> is(refusal, "InvalidInternetGatewayID.NotFound", "InvalidVpcID.NotFound"),
                () -> {
                    session.beforeWrite();
                    clients.ec2()
                            .attachInternetGateway(request ->
                                    request.internetGatewayId(gateway.id()).vpcId(vpcId));
                });
    }

    private void detach(Observed<Spec> gateway, Session session) {
        String vpcId = gateway.spec().vpcId();
        if (vpcId.isEmpty()) {
            return;
        }
        var occupants = new Occupants(clients);
        new Removal(
                        "attachment of internet gateway",
                        Removal.INTERFACES,
                        () -> occupants.publicAddresses(vpcId),
                        List.of("Gateway.NotAttached", "InvalidInternetGatewayID.NotFound", "InvalidVpcID.NotFound"))
                .run(
                        gateway.id(),
                        session,
                        () -> clients.ec2()
                                .detachInternetGateway(request ->
                                        request.internetGatewayId(gateway.id()).vpcId(vpcId)));
    }

    private List<Observed<Spec>> describe(List<Filter> filters) {
        var request = DescribeInternetGatewaysRequest.builder().filters(filters).build();
        return clients.ec2().describeInternetGatewaysPaginator(request).internetGateways().stream()
                .map(InternetGateway::observed)
                .toList();
    }

    private static Observed<Spec> observed(software.amazon.awssdk.services.ec2.model.InternetGateway live) {
        Map<String, String> tags = Ec2Tags.map(live.tags());
        String vpcId = live.attachments().stream()
                .filter(attachment -> !attachment.stateAsString().startsWith("detach"))
                .map(InternetGatewayAttachment::vpcId)
                .findFirst()
                .orElse("");
        return Observed.ready(
                live.internetGatewayId(),
                new Spec(vpcId, Ownership.userTags(tags)),
                Value.map("internetGatewayId", Value.of(live.internetGatewayId())),
                Ownership.from(tags));
    }
}
