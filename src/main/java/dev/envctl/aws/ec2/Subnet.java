package dev.envctl.aws.ec2;

import dev.envctl.aws.AwsClients;
import dev.envctl.aws.CreateOnce;
import dev.envctl.aws.TagChange;
import dev.envctl.provider.Definition;
import dev.envctl.provider.Observed;
import dev.envctl.provider.Ownership;
import dev.envctl.provider.Session;
import dev.envctl.provider.Traits;
import dev.envctl.provider.Wanted;
import dev.envctl.value.FieldPath;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.ec2.model.CreateSubnetRequest;
import software.amazon.awssdk.services.ec2.model.ResourceType;

/// A subnet, made or looked up. Whether it is private is told by the route tables, not by the subnet.
public final class Subnet implements Ec2Kind<Subnet.Spec> {

    public record Spec(
            String vpcId,
            String cidrBlock,
            Optional<String> availabilityZone,
            boolean mapPublicIpOnLaunch,
            Map<String, String> tags) {}

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final AwsClients clients;
    private final SubnetReader reader;
    private final TaggedObjects<Spec> objects;

    public Subnet(AwsClients clients) {
        this.clients = clients;
        this.reader = new SubnetReader(clients);
        this.objects = new TaggedObjects<>("subnet", "subnet-id", PATIENCE, reader::describe);
    }

    @Override
    public AwsClients clients() {
        return clients;
    }

    /// A new one could live beside the old one only if their ranges did not overlap, and that is hardly ever so.
    @Override
    public Definition<Spec> definition() {
        return Definition.of(
                "Subnet",
                Spec.class,
                Traits.of(4, Traits.Overlap.REFUSED, Traits.Ledger.OBJECT, "/vpcId", "/cidrBlock")
                        .withReferences("/vpcId")
                        .withStates(SubnetReader.STATES)
                        .withTypical(Duration.ofSeconds(5), Duration.ofSeconds(5))
                        .withListed("ec2", "subnet/")
                        .withActions(
                                "ec2:DescribeSubnets",
                                "ec2:DescribeRouteTables",
                                "ec2:DescribeNetworkInterfaces",
                                "ec2:CreateSubnet",
                                "ec2:ModifySubnetAttribute",
                                "ec2:DeleteSubnet",
                                "ec2:CreateTags",
                                "ec2:DeleteTags"));
    }

    @Override
    public List<Observed<Spec>> observe(Wanted wanted, Session session) {
        return reader.observe(wanted, session);
    }

    @Override
    public Observed<Spec> create(Spec desired, Ownership ownership, Session session) {
        Observed<Spec> born = objects.createOnce(
                ownership,
                session,
                () -> clients.ec2()
                        .createSubnet(request(desired, ownership))
                        .subnet()
                        .subnetId());
        mapPublicIps(born, desired, session);
        return read(born.id(), session);
    }

    private static CreateSubnetRequest request(Spec desired, Ownership ownership) {
        var request = CreateSubnetRequest.builder()
                .overrideConfiguration(override -> override.addPlugin(CreateOnce.SINGLE_ATTEMPT))
                .vpcId(desired.vpcId())
                .cidrBlock(desired.cidrBlock())
                .tagSpecifications(Ec2Tags.atBirth(ResourceType.SUBNET, ownership.allTags(desired.tags())));
        desired.availabilityZone().ifPresent(request::availabilityZone);
        return request.build();
    }

    @Override
    public Observed<Spec> update(
            Observed<Spec> current, Spec desired, Set<FieldPath> changed, Ownership ownership, Session session) {
        mapPublicIps(current, desired, session);
        retag(current, TagChange.of(current.spec().tags(), desired.tags(), changed, ownership), session);
        return read(current.id(), session);
    }

    private void mapPublicIps(Observed<Spec> current, Spec desired, Session session) {
        if (current.spec().mapPublicIpOnLaunch() == desired.mapPublicIpOnLaunch()) {
            return;
        }
        session.beforeWrite();
        clients.ec2()
                .modifySubnetAttribute(request -> request.subnetId(current.id())
                        .mapPublicIpOnLaunch(flag -> flag.value(desired.mapPublicIpOnLaunch())));
    }

    @Override
    public void delete(Observed<Spec> current, Session session) {
        var occupants = new Occupants(clients);
        new Removal(
                        "subnet",
                        Removal.INTERFACES,
                        () -> occupants.interfaces("subnet-id", current.id()),
                        List.of("InvalidSubnetID.NotFound"))
                .run(
                        current.id(),
                        session,
                        () -> clients.ec2().deleteSubnet(request -> request.subnetId(current.id())));
    }

    @Override
    public Observed<Spec> await(Observed<Spec> current, Session session) {
        return read(current.id(), session);
    }

    private Observed<Spec> read(String id, Session session) {
        return reader.withPrivacy(objects.whenReady(id, session));
    }
}
