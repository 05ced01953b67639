package dev.envctl.aws.ec2;

import dev.envctl.aws.AwsClients;
import dev.envctl.aws.CreateOnce;
import dev.envctl.aws.TagChange;
import dev.envctl.aws.ec2.Removal.Holder;
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
import software.amazon.awssdk.services.ec2.model.Address;
import software.amazon.awssdk.services.ec2.model.DescribeAddressesRequest;
import software.amazon.awssdk.services.ec2.model.DomainType;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.ResourceType;

/// A public IPv4 address of the account's own. It outlives what it is mapped to.
public final class ElasticIp implements Ec2Kind<ElasticIp.Spec> {

    public record Spec(Map<String, String> tags) {}

    private static final Duration VISIBILITY = Duration.ofMinutes(2);

    /// An address is let go a moment after the NAT gateway that used it is gone.
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final AwsClients clients;
    private final TaggedObjects<Spec> objects;

    public ElasticIp(AwsClients clients) {
        this.clients = clients;
        this.objects = new TaggedObjects<>("Elastic IP address", "allocation-id", VISIBILITY, this::describe);
    }

    @Override
    public AwsClients clients() {
        return clients;
    }

    @Override
    public Definition<Spec> definition() {
        return Definition.of(
                "ElasticIp",
                Spec.class,
                Traits.of(4, Traits.Overlap.ALLOWED, Traits.Ledger.OBJECT)
                        .withListed("ec2", "elastic-ip/")
                        .withActions(
                                "ec2:DescribeAddresses",
                                "ec2:DescribeNetworkInterfaces",
                                "ec2:AllocateAddress",
                                "ec2:ReleaseAddress",
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
                        .allocateAddress(request -> request.overrideConfiguration(
                                        override -> override.addPlugin(CreateOnce.SINGLE_ATTEMPT))
                                .domain(DomainType.VPC)
                                .tagSpecifications(
                                        Ec2Tags.atBirth(ResourceType.ELASTIC_IP, ownership.allTags(desired.tags()))))
                        .allocationId());
    }

    @Override
    public Observed<Spec> update(
            Observed<Spec> current, Spec desired, Set<FieldPath> changed, Ownership ownership, Session session) {
        retag(current, TagChange.of(current.spec().tags(), desired.tags(), changed, ownership), session);
        return objects.whenReady(current.id(), session);
    }

    @Override
    public void delete(Observed<Spec> current, Session session) {
        new Removal("Elastic IP address", PATIENCE, () -> users(current.id()), List.of("InvalidAllocationID.NotFound"))
                .run(
                        current.id(),
                        session,
                        () -> clients.ec2().releaseAddress(request -> request.allocationId(current.id())));
    }

    private List<Holder> users(String allocationId) {
        return new Occupants(clients).interfaces("association.allocation-id", allocationId);
    }

    @Override
    public Observed<Spec> await(Observed<Spec> current, Session session) {
        return objects.whenReady(current.id(), session);
    }

    private List<Observed<Spec>> describe(List<Filter> filters) {
        var request = DescribeAddressesRequest.builder().filters(filters).build();
        return clients.ec2().describeAddresses(request).addresses().stream()
                .map(ElasticIp::observed)
                .toList();
    }

    private static Observed<Spec> observed(Address live) {
        Map<String, String> tags = Ec2Tags.map(live.tags());
        return Observed.ready(
                live.allocationId(),
                new Spec(Ownership.userTags(tags)),
                Value.map("allocationId", Value.of(live.allocationId()), "publicIp", Value.of(live.publicIp())),
                Ownership.from(tags));
    }
}
