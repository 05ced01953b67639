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
import dev.envctl.value.Value.MapValue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.ResourceType;

/// A network, made or looked up. With it come a security group, a route table and a network ACL that go with it again.
/// An account has few VPCs, so a look-up reads them all in one call and chooses from here.
public final class Vpc implements Ec2Kind<Vpc.Spec> {

    /// The flags are absent where they were not read, which is so for a VPC that is only looked up.
    public record Spec(
            String cidrBlock,
            String instanceTenancy,
            Optional<Boolean> enableDnsSupport,
            Optional<Boolean> enableDnsHostnames,
            List<String> additionalCidrBlocks,
            Map<String, String> tags) {}

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final AwsClients clients;
    private final VpcReader reader;
    private final VpcSettings settings;
    private final TaggedObjects<Spec> objects;

    public Vpc(AwsClients clients) {
        this.clients = clients;
        this.reader = new VpcReader(clients);
        this.settings = new VpcSettings(clients, reader);
        this.objects = new TaggedObjects<>("VPC", "vpc-id", PATIENCE, this::describe);
    }

    @Override
    public AwsClients clients() {
        return clients;
    }

    @Override
    public Definition<Spec> definition() {
        return Definition.of(
                "Vpc",
                Spec.class,
                Traits.of(2, Traits.Overlap.ALLOWED, Traits.Ledger.OBJECT)
                        .withStates(VpcReader.STATES)
                        .withTypical(Duration.ofSeconds(5), Duration.ofSeconds(5))
                        .withListed("ec2", "vpc/")
                        .withActions(
                                "ec2:DescribeVpcs",
                                "ec2:DescribeVpcAttribute",
                                "ec2:DescribeSecurityGroups",
                                "ec2:DescribeRouteTables",
                                "ec2:DescribeSubnets",
                                "ec2:DescribeInternetGateways",
                                "ec2:DescribeNetworkInterfaces",
                                "ec2:DescribeVpcEndpoints",
                                "ec2:CreateVpc",
                                "ec2:ModifyVpcAttribute",
                                "ec2:AssociateVpcCidrBlock",
                                "ec2:DisassociateVpcCidrBlock",
                                "ec2:DeleteVpc",
                                "ec2:CreateTags",
                                "ec2:DeleteTags"));
    }

    @Override
    public List<Observed<Spec>> observe(Wanted wanted, Session session) {
        boolean lookedUp = !Selection.external(wanted).isEmpty();
        if (!lookedUp && !wanted.includeOwned()) {
            return List.of();
        }
        var listed = reader.list(lookedUp ? List.of() : List.of(Ec2Tags.ownedBy(session)));
        Map<String, MapValue> facts =
                listed.stream().collect(Collectors.toUnmodifiableMap(vpc -> vpc.vpcId(), VpcReader::facts));
        return Selection.<Spec>byFields()
                .withFacts(vpc -> facts.getOrDefault(vpc.id(), MapValue.EMPTY))
                .of(listed.stream().map(VpcReader::bare).toList(), wanted, session)
                .stream()
                .map(vpc -> vpc.soughtBy().isPresent()
                        ? Facts.on(facts.getOrDefault(vpc.id(), MapValue.EMPTY), vpc)
                        : reader.whileObserving(vpc, session))
                .toList();
    }

    @Override
    public Observed<Spec> create(Spec desired, Ownership ownership, Session session) {
        Observed<Spec> born = objects.createOnce(
                ownership,
                session,
                () -> clients.ec2()
                        .createVpc(request -> request.overrideConfiguration(
                                        override -> override.addPlugin(CreateOnce.SINGLE_ATTEMPT))
                                .cidrBlock(desired.cidrBlock())
                                .instanceTenancy(desired.instanceTenancy())
                                .tagSpecifications(
                                        Ec2Tags.atBirth(ResourceType.VPC, ownership.allTags(desired.tags()))))
                        .vpc()
                        .vpcId());
        settings.align(reader.now(born, session), desired, session);
        return read(born.id(), session);
    }

    @Override
    public Observed<Spec> update(
            Observed<Spec> current, Spec desired, Set<FieldPath> changed, Ownership ownership, Session session) {
        settings.align(read(current.id(), session), desired, session);
        retag(current, TagChange.of(current.spec().tags(), desired.tags(), changed, ownership), session);
        return read(current.id(), session);
    }

    @Override
    public void delete(Observed<Spec> current, Session session) {
        var occupants = new Occupants(clients);
        new Removal("VPC", Removal.INTERFACES, () -> occupants.ofVpc(current.id()), List.of("InvalidVpcID.NotFound"))
                .run(current.id(), session, () -> clients.ec2().deleteVpc(request -> request.vpcId(current.id())));
    }

    @Override
    public Observed<Spec> await(Observed<Spec> current, Session session) {
        return read(current.id(), session);
    }

    private Observed<Spec> read(String id, Session session) {
        return reader.now(objects.whenReady(id, session), session);
    }

    private List<Observed<Spec>> describe(List<Filter> filters) {
        return reader.list(filters).stream().map(VpcReader::bare).toList();
    }
}
