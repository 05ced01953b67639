package dev.envctl.aws.ec2;

import dev.envctl.aws.AwsClients;
import dev.envctl.aws.CreateOnce;
import dev.envctl.aws.TagChange;
import dev.envctl.provider.Definition;
import dev.envctl.provider.JsonValues;
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
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.ec2.model.CreateVpcEndpointRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcEndpointsRequest;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.SecurityGroupIdentifier;

/// A way to an AWS service that does not leave the network: routes in route tables (type Gateway) or network interfaces
/// in subnets (type Interface).
public final class VpcEndpoint implements Ec2Kind<VpcEndpoint.Spec> {

    public record Spec(
            String vpcId,
            String serviceName,
            String vpcEndpointType,
            Optional<List<String>> routeTableIds,
            Optional<List<String>> subnetIds,
            Optional<List<String>> securityGroupIds,
            Optional<Boolean> privateDnsEnabled,
            Optional<Value> policyDocument,
            Map<String, String> tags) {}

    /// In small letters: EC2 answers both `available` and `Available`. One that waits for the service's owner to
    /// accept it may wait for days, so nobody waits with it.
    private static final Map<String, Phase> STATES = Ordered.sorted(Map.of(
            "available", Phase.READY,
            "deleted", Phase.ABSENT,
            "deleting", Phase.DELETING,
            "expired", Phase.FAILED,
            "failed", Phase.FAILED,
            "partial", Phase.READY,
            "pending", Phase.IN_PROGRESS,
            "pendingacceptance", Phase.READY,
            "rejected", Phase.FAILED));

    private static final Duration PATIENCE = Duration.ofMinutes(15);

    private final AwsClients clients;
    private final EndpointChanges changes;
    private final TaggedObjects<Spec> objects;

    public VpcEndpoint(AwsClients clients) {
        this.clients = clients;
        this.changes = new EndpointChanges(clients);
        this.objects = new TaggedObjects<>("VPC endpoint", "vpc-endpoint-id", PATIENCE, this::describe);
    }

    @Override
    public AwsClients clients() {
        return clients;
    }

    @Override
    public Definition<Spec> definition() {
        return Definition.of(
                "VpcEndpoint",
                Spec.class,
                Traits.of(14, Traits.Overlap.REFUSED, Traits.Ledger.OBJECT)
                        .withReferences("/vpcId", "/routeTableIds", "/subnetIds", "/securityGroupIds")
                        .withStates(Ordered.copyOf(STATES))
                        .withTypical(Duration.ofMinutes(2), Duration.ofMinutes(2))
                        .withListed("ec2", "vpc-endpoint/")
                        .withActions(
                                "ec2:DescribeVpcEndpoints",
                                "ec2:CreateVpcEndpoint",
                                "ec2:ModifyVpcEndpoint",
                                "ec2:DeleteVpcEndpoints",
                                "ec2:CreateTags",
                                "ec2:DeleteTags",
                                "route53:AssociateVPCWithHostedZone"));
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
                        .createVpcEndpoint(request(desired, ownership))
                        .vpcEndpoint()
                        .vpcEndpointId());
    }

    private static CreateVpcEndpointRequest request(Spec desired, Ownership ownership) {
        var request = CreateVpcEndpointRequest.builder()
                .overrideConfiguration(override -> override.addPlugin(CreateOnce.SINGLE_ATTEMPT))
                .vpcId(desired.vpcId())
                .serviceName(desired.serviceName())
                .vpcEndpointType(desired.vpcEndpointType())
                .tagSpecifications(Ec2Tags.atBirth(ResourceType.VPC_ENDPOINT, ownership.allTags(desired.tags())));
        desired.routeTableIds().ifPresent(request::routeTableIds);
        desired.subnetIds().ifPresent(request::subnetIds);
        desired.securityGroupIds().ifPresent(request::securityGroupIds);
        desired.privateDnsEnabled().ifPresent(request::privateDnsEnabled);
        desired.policyDocument().map(JsonValues::document).ifPresent(request::policyDocument);
        return request.build();
    }

    @Override
    public Observed<Spec> update(
            Observed<Spec> current, Spec desired, Set<FieldPath> changed, Ownership ownership, Session session) {
        Observed<Spec> live = objects.whenReady(current.id(), session);
        changes.align(live, desired, changed, session);
        retag(live, TagChange.of(live.spec().tags(), desired.tags(), changed, ownership), session);
        return objects.whenReady(live.id(), session);
    }

    /// Waits for the end: until then an endpoint keeps its network interfaces, and with them the subnet.
    @Override
    public void delete(Observed<Spec> current, Session session) {
        changes.delete(current.id(), session);
        objects.untilGone(current.id(), PATIENCE, session);
    }

    @Override
    public Observed<Spec> await(Observed<Spec> current, Session session) {
        return objects.whenReady(current.id(), session);
    }

    private List<Observed<Spec>> describe(List<Filter> filters) {
        var request = DescribeVpcEndpointsRequest.builder().filters(filters).build();
        return clients.ec2().describeVpcEndpointsPaginator(request).vpcEndpoints().stream()
                .map(VpcEndpoint::observed)
                .toList();
    }

    private static Observed<Spec> observed(software.amazon.awssdk.services.ec2.model.VpcEndpoint live) {
        Map<String, String> tags = Ec2Tags.map(live.tags());
        var spec = new Spec(
                live.vpcId(),
                live.serviceName(),
                live.vpcEndpointTypeAsString(),
                Optional.of(List.copyOf(live.routeTableIds())),
                Optional.of(List.copyOf(live.subnetIds())),
                Optional.of(live.groups().stream()
                        .map(SecurityGroupIdentifier::groupId)
                        .toList()),
                Optional.of(Boolean.TRUE.equals(live.privateDnsEnabled())),
                Optional.ofNullable(live.policyDocument()).map(JsonValues::decode),
                Ownership.userTags(tags));
        String state = live.stateAsString().toLowerCase(Locale.ROOT);
        var computed = Value.map("vpcEndpointId", Value.of(live.vpcEndpointId()), "state", Value.of(state));
        Optional<String> failure = Optional.ofNullable(live.lastError()).map(error -> error.message());
        return Observed.ready(live.vpcEndpointId(), spec, computed, Ownership.from(tags))
                .in(STATES.getOrDefault(state, Phase.IN_PROGRESS), state, failure);
    }
}
