package dev.envctl.aws.ec2;

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
import dev.envctl.provider.SpecCodec;
import dev.envctl.provider.Traits;
import dev.envctl.provider.Wanted;
import dev.envctl.value.FieldPath;
import dev.envctl.value.Value;
import dev.envctl.value.Value.MapValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/// One rule with a ledger of its own, for two groups that name each other: neither could be created with such a rule
/// first.
public final class SecurityGroupRule implements Ec2Kind<SecurityGroupRule.Spec> {

    public record Spec(
            String groupId,
            String direction,
            String ipProtocol,
            Optional<Integer> fromPort,
            Optional<Integer> toPort,
            Optional<String> cidrIpv4,
            Optional<String> cidrIpv6,
            Optional<String> prefixListId,
            Optional<String> referencedGroupId,
            Optional<String> description,
            Map<String, String> tags) {

        SecurityGroup.Rule rule() {
            return new SecurityGroup.Rule(
                    ipProtocol, fromPort, toPort, cidrIpv4, cidrIpv6, prefixListId, referencedGroupId, description);
        }

        boolean isEgress() {
            return direction.equals(EGRESS);
        }
    }

    /// What EC2 takes for the same rule.
    private record Key(String groupId, String direction, SecurityGroup.Rule rule) {
        static Key of(Spec spec) {
            return new Key(spec.groupId(), spec.direction(), spec.rule().key());
        }

        static Optional<Key> of(MapValue spec) {
            boolean isWhole = spec.text("groupId").isPresent()
                    && spec.text("direction").isPresent()
                    && spec.text("ipProtocol").isPresent()
                    && spec.isKnown();
            return isWhole ? Optional.of(of(SpecCodec.read(spec, Spec.class))) : Optional.empty();
        }
    }

    private static final String INGRESS = "ingress";
    private static final String EGRESS = "egress";

    private final AwsClients clients;
    private final GroupRules rules;

    public SecurityGroupRule(AwsClients clients) {
        this.clients = clients;
        this.rules = new GroupRules(clients);
    }

    @Override
    public AwsClients clients() {
        return clients;
    }

    @Override
    public Definition<Spec> definition() {
        return Definition.of(
                "SecurityGroupRule",
                Spec.class,
                Traits.of(
                                14,
                                Traits.Overlap.ALLOWED,
                                Traits.Ledger.OBJECT,
                                "/groupId",
                                "/direction",
                                "/ipProtocol",
                                "/fromPort",
                                "/toPort",
                                "/cidrIpv4",
                                "/cidrIpv6",
                                "/prefixListId",
                                "/referencedGroupId")
                        .withReferences("/groupId", "/referencedGroupId")
                        .withActions(
                                "ec2:DescribeSecurityGroupRules",
                                "ec2:AuthorizeSecurityGroupIngress",
                                "ec2:AuthorizeSecurityGroupEgress",
                                "ec2:ModifySecurityGroupRules",
                                "ec2:RevokeSecurityGroupIngress",
                                "ec2:RevokeSecurityGroupEgress",
                                "ec2:CreateTags",
                                "ec2:DeleteTags"));
    }

    @Override
    public List<Observed<Spec>> observe(Wanted wanted, Session session) {
        List<Observed<Spec>> live = new ArrayList<>();
        if (wanted.includeOwned()) {
            rules.withLedger(session).stream().map(SecurityGroupRule::observed).forEach(live::add);
        }
        Set<Key> present = live.stream().map(rule -> Key.of(rule.spec())).collect(Collectors.toSet());
        List<String> groups = Selection.managed(wanted).stream()
                .flatMap(sought -> Key.of(sought.criteria()).stream())
                .filter(key -> !present.contains(key))
                .map(Key::groupId)
                .distinct()
                .toList();
        if (!groups.isEmpty()) {
            Set<String> ids = live.stream().map(Observed::id).collect(Collectors.toSet());
            inGroups(groups).filter(rule -> !ids.contains(rule.id())).forEach(live::add);
        }
        return Selection.<Spec>byKey(Key::of).of(live, wanted, session);
    }

    @Override
    public Observed<Spec> create(Spec desired, Ownership ownership, Session session) {
        Births.make(
                () -> make(desired, ownership, session), "InvalidPermission.Duplicate", () -> find(desired), ownership);
        return session.waitFor("the new rule of security group " + desired.groupId())
                .atMost(Eventually.VISIBILITY)
                .until(() -> find(desired));
    }

    @Override
    public Observed<Spec> update(
            Observed<Spec> current, Spec desired, Set<FieldPath> changed, Ownership ownership, Session session) {
        if (Changed.has(changed, "description")) {
            rules.describe(desired.groupId(), current.id(), desired.rule(), session);
        }
        retag(current, TagChange.of(current.spec().tags(), desired.tags(), changed, ownership), session);
        return read(current.id());
    }

    @Override
    public void delete(Observed<Spec> current, Session session) {
        rules.revoke(current.spec().groupId(), current.spec().isEgress(), List.of(current.id()), session);
    }

    @Override
    public Observed<Spec> await(Observed<Spec> current, Session session) {
        return read(current.id());
    }

    private void make(Spec desired, Ownership ownership, Session session) {
        IpPermission permission = GroupRules.permission(desired.rule());
        TagSpecification tags = Ec2Tags.atBirth(ResourceType.SECURITY_GROUP_RULE, ownership.allTags(desired.tags()));
        session.beforeWrite();
        if (desired.isEgress()) {
            clients.ec2()
                    .authorizeSecurityGroupEgress(request -> request.groupId(desired.groupId())
                            .ipPermissions(permission)
                            .tagSpecifications(tags));
        } else {
            clients.ec2()
                    .authorizeSecurityGroupIngress(request -> request.groupId(desired.groupId())
                            .ipPermissions(permission)
                            .tagSpecifications(tags));
        }
    }

    private Stream<Observed<Spec>> inGroups(List<String> groupIds) {
        return rules.of(groupIds).stream().map(SecurityGroupRule::observed);
    }

    private Optional<Observed<Spec>> find(Spec desired) {
        return inGroups(List.of(desired.groupId()))
                .filter(rule -> Key.of(rule.spec()).equals(Key.of(desired)))
                .findFirst();
    }

    private Observed<Spec> read(String ruleId) {
        return observed(clients.ec2()
                .describeSecurityGroupRules(request -> request.securityGroupRuleIds(ruleId))
                .securityGroupRules()
                .getFirst());
    }

    private static Observed<Spec> observed(software.amazon.awssdk.services.ec2.model.SecurityGroupRule live) {
        Map<String, String> tags = Ec2Tags.map(live.tags());
        SecurityGroup.Rule rule = GroupRules.rule(live);
        var spec = new Spec(
                live.groupId(),
                live.isEgress() ? EGRESS : INGRESS,
                rule.ipProtocol(),
                rule.fromPort(),
                rule.toPort(),
                rule.cidrIpv4(),
                rule.cidrIpv6(),
                rule.prefixListId(),
                rule.referencedGroupId(),
                rule.description(),
                Ownership.userTags(tags));
        MapValue computed = Value.map(
                "ruleId", Value.of(live.securityGroupRuleId()),
                "arn", Value.of(live.securityGroupRuleArn()));
        return Observed.ready(live.securityGroupRuleId(), spec, computed, Ownership.from(tags));
    }
}
