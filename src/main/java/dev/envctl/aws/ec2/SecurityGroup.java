package dev.envctl.aws.ec2;

import static dev.envctl.aws.Refusals.is;

import dev.envctl.aws.AwsClients;
import dev.envctl.aws.Births;
import dev.envctl.aws.Changed;
import dev.envctl.aws.Eventually;
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
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ec2.model.ResourceType;

/// A security group with its rules. The rules have ids of their own but belong to the group; those that carry the
/// ledger of a [SecurityGroupRule] are left alone. EC2 gives a new group a rule that lets everything out: it goes
/// unless it is wanted.
public final class SecurityGroup implements Ec2Kind<SecurityGroup.Spec> {

    public record Spec(
            String groupName,
            String description,
            String vpcId,
            List<Rule> ingress,
            List<Rule> egress,
            Map<String, String> tags) {}

    /// One source or destination; ports are absent for protocol `-1`.
    public record Rule(
            String ipProtocol,
            Optional<Integer> fromPort,
            Optional<Integer> toPort,
            Optional<String> cidrIpv4,
            Optional<String> cidrIpv6,
            Optional<String> prefixListId,
            Optional<String> referencedGroupId,
            Optional<String> description) {

        /// What makes EC2 call two rules duplicates.
        Rule key() {
            return new Rule(
                    ipProtocol,
                    isEverything() ? Optional.empty() : fromPort,
                    isEverything() ? Optional.empty() : toPort,
                    cidrIpv4,
                    cidrIpv6,
                    prefixListId,
                    referencedGroupId,
                    Optional.empty());
        }

        private boolean isEverything() {
            return ipProtocol.equals("-1");
        }
    }

    /// The key under which a group is unique: empty while the VPC is not known.
    private record Key(String groupName, String vpcId) {
        static Optional<Key> of(MapValue spec) {
            return spec.text("groupName").flatMap(name -> spec.text("vpcId").map(vpc -> new Key(name, vpc)));
        }
    }

    private final AwsClients clients;
    private final GroupReader reader;
    private final GroupRules rules;
    private final GroupDeletion deletion;

    public SecurityGroup(AwsClients clients) {
        this.clients = clients;
        this.rules = new GroupRules(clients);
        this.reader = new GroupReader(clients);
        this.deletion = new GroupDeletion(clients);
    }

    @Override
    public AwsClients clients() {
        return clients;
    }

    @Override
    public Definition<Spec> definition() {
        return Definition.of(
                "SecurityGroup",
                Spec.class,
                Traits.of(12, Traits.Overlap.WHEN_RENAMED, Traits.Ledger.OBJECT, "/groupName", "/vpcId")
                        .withReferences("/vpcId", "/ingress", "/egress")
                        .withTypical(Duration.ofSeconds(2), Duration.ofSeconds(30))
                        .withActions(
                                "ec2:DescribeSecurityGroups",
                                "ec2:DescribeSecurityGroupRules",
                                "ec2:DescribeNetworkInterfaces",
                                "ec2:CreateSecurityGroup",
                                "ec2:AuthorizeSecurityGroupIngress",
                                "ec2:AuthorizeSecurityGroupEgress",
                                "ec2:RevokeSecurityGroupIngress",
                                "ec2:RevokeSecurityGroupEgress",
                                "ec2:ModifySecurityGroupRules",
                                "ec2:CreateTags",
                                "ec2:DeleteTags",
                                "ec2:DeleteSecurityGroup"));
    }

    @Override
    public List<Observed<Spec>> observe(Wanted wanted, Session session) {
        return Selection.<Spec>byKey(Key::of).of(reader.candidates(wanted, session), wanted, session);
    }

    @Override
    public Observed<Spec> create(Spec desired, Ownership ownership, Session session) {
        Births.make(
                () -> make(desired, ownership, session),
                "InvalidGroup.Duplicate",
                () -> reader.find(desired.groupName(), desired.vpcId()),
                ownership);
        Observed<Spec> born = session.waitFor("security group " + desired.groupName() + " to be visible")
                .every(Duration.ofSeconds(1))
                .atMost(Eventually.VISIBILITY)
                .until(() -> reader.find(desired.groupName(), desired.vpcId()));
        Eventually.run(
                session, Eventually.VISIBILITY, SecurityGroup::isUnseen, () -> align(born.id(), desired, session));
        return reader.read(born.id());
    }

    @Override
    public Observed<Spec> update(
            Observed<Spec> current, Spec desired, Set<FieldPath> changed, Ownership ownership, Session session) {
        if (Changed.has(changed, "ingress") || Changed.has(changed, "egress")) {
            align(current.id(), desired, session);
        }
        retag(current, TagChange.of(current.spec().tags(), desired.tags(), changed, ownership), session);
        return reader.read(current.id());
    }

    @Override
    public void delete(Observed<Spec> current, Session session) {
        deletion.delete(current.id(), session);
    }

    @Override
    public Observed<Spec> await(Observed<Spec> current, Session session) {
        return reader.read(current.id());
    }

    private void make(Spec desired, Ownership ownership, Session session) {
        session.beforeWrite();
        clients.ec2()
                .createSecurityGroup(group -> group.groupName(desired.groupName())
                        .description(desired.description())
                        .vpcId(desired.vpcId())
                        .tagSpecifications(
                                Ec2Tags.atBirth(ResourceType.SECURITY_GROUP, ownership.allTags(desired.tags()))));
    }

    private void align(String groupId, Spec desired, Session session) {
        rules.align(groupId, desired.ingress(), desired.egress(), session);
    }

    /// EC2 shows a new group to its calls one after the other.
    private static boolean isUnseen(AwsServiceException refusal) {
        return is(refusal, "InvalidGroup.NotFound", "InvalidSecurityGroupID.NotFound");
    }
}
