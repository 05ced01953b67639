package dev.envctl.aws.ec2;

import static java.util.stream.Collectors.toMap;

import dev.envctl.aws.AwsClients;
import dev.envctl.aws.Refusals;
import dev.envctl.aws.ec2.SecurityGroup.Rule;
import dev.envctl.provider.Ownership;
import dev.envctl.provider.Session;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupRulesRequest;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.Ipv6Range;
import software.amazon.awssdk.services.ec2.model.PrefixListId;
import software.amazon.awssdk.services.ec2.model.ReferencedSecurityGroup;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRuleRequest;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRuleUpdate;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;

/// The rules of security groups: read with their ids, and made what they should be from what they are now, so that it
/// may be done again after any crash. What is missing is let in before what is too much goes.
final class GroupRules {

    private final AwsClients clients;

    GroupRules(AwsClients clients) {
        this.clients = clients;
    }

    List<SecurityGroupRule> of(List<String> groupIds) {
        return matching(Filter.builder().name("group-id").values(groupIds).build());
    }

    private List<SecurityGroupRule> matching(Filter filter) {
        var request =
                DescribeSecurityGroupRulesRequest.builder().filters(filter).build();
        return clients.ec2().describeSecurityGroupRulesPaginator(request).securityGroupRules().stream()
                .toList();
    }

    /// All rules with a ledger, whosoever they are, as this session first saw them. Our own are found by their
    /// owner, should a wildcard ever mean nothing here.
    List<SecurityGroupRule> withLedger(Session session) {
        Filter owned = Filter.builder()
                .name("tag:" + Ownership.ENVIRONMENT)
                .values(session.place().owner(), "*")
                .build();
        return session.once("ec2:rules-with-ledger", () -> matching(owned));
    }

    void align(String groupId, List<Rule> ingress, List<Rule> egress, Session session) {
        List<SecurityGroupRule> own =
                of(List.of(groupId)).stream().filter(GroupRules::belongsToGroup).toList();
        align(groupId, false, ingress, own, session);
        align(groupId, true, egress, own, session);
    }

    /// A rule with a ledger is an object of its own.
    static boolean belongsToGroup(SecurityGroupRule rule) {
        return Ownership.from(Ec2Tags.map(rule.tags())).isEmpty();
    }

    static Rule rule(SecurityGroupRule rule) {
        boolean everything = rule.ipProtocol().equals("-1");
        return new Rule(
                rule.ipProtocol(),
                Optional.ofNullable(rule.fromPort()).filter(port -> !everything),
                Optional.ofNullable(rule.toPort()).filter(port -> !everything),
                Optional.ofNullable(rule.cidrIpv4()),
                Optional.ofNullable(rule.cidrIpv6()),
                Optional.ofNullable(rule.prefixListId()),
                Optional.ofNullable(rule.referencedGroupInfo()).map(ReferencedSecurityGroup::groupId),
                Optional.ofNullable(rule.description()).filter(text -> !text.isEmpty()));
    }

    static IpPermission permission(Rule rule) {
        var permission = IpPermission.builder()
                .ipProtocol(rule.ipProtocol())
                .fromPort(rule.key().fromPort().orElse(null))
                .toPort(rule.key().toPort().orElse(null));
        String description = rule.description().orElse(null);
        rule.cidrIpv4()
                .map(cidr ->
                        IpRange.builder().cidrIp(cidr).description(description).build())
                .ifPresent(permission::ipRanges);
        rule.cidrIpv6()
                .map(cidr -> Ipv6Range.builder()
                        .cidrIpv6(cidr)
                        .description(description)
                        .build())
                .ifPresent(permission::ipv6Ranges);
        rule.prefixListId()
                .map(list -> PrefixListId.builder()
                        .prefixListId(list)
                        .description(description)
                        .build())
                .ifPresent(permission::prefixListIds);
        rule.referencedGroupId()
                .map(group -> UserIdGroupPair.builder()
                        .groupId(group)
                        .description(description)
                        .build())
                .ifPresent(permission::userIdGroupPairs);
        return permission.build();
    }

    private static SecurityGroupRuleRequest request(Rule rule) {
        return SecurityGroupRuleRequest.builder()
                .ipProtocol(rule.ipProtocol())
                .fromPort(rule.key().fromPort().orElse(-1))
                .toPort(rule.key().toPort().orElse(-1))
                .cidrIpv4(rule.cidrIpv4().orElse(null))
                .cidrIpv6(rule.cidrIpv6().orElse(null))
                .prefixListId(rule.prefixListId().orElse(null))
                .referencedGroupId(rule.referencedGroupId().orElse(null))
                .description(rule.description().orElse(""))
                .build();
    }

    void describe(String groupId, String ruleId, Rule rule, Session session) {
        var update = SecurityGroupRuleUpdate.builder()
                .securityGroupRuleId(ruleId)
                .securityGroupRule(request(rule))
                .build();
        session.beforeWrite();
        clients.ec2()
                .modifySecurityGroupRules(request -> request.groupId(groupId).securityGroupRules(update));
    }

    /// Rules that are gone already are not missed.
    void revoke(String groupId, boolean isEgress, List<String> ruleIds, Session session) {
        session.beforeWrite();
        Runnable revoke = isEgress
                ? () -> clients.ec2()
                        .revokeSecurityGroupEgress(
                                request -> request.groupId(groupId).securityGroupRuleIds(ruleIds))
                : () -> clients.ec2()
                        .revokeSecurityGroupIngress(
                                request -> request.groupId(groupId).securityGroupRuleIds(ruleIds));
        Refusals.unless(
                revoke,
                "InvalidSecurityGroupRuleId.NotFound",
                "InvalidPermission.NotFound",
                "InvalidGroup.NotFound",
                "InvalidSecurityGroupID.NotFound");
    }

    private void align(
            String groupId, boolean isEgress, List<Rule> desired, List<SecurityGroupRule> own, Session session) {
        Map<Rule, SecurityGroupRule> now = new LinkedHashMap<>();
        own.stream()
                .filter(rule -> rule.isEgress() == isEgress)
                .forEach(rule -> now.put(rule(rule).key(), rule));
        Map<Rule, Rule> wanted =
                desired.stream().collect(toMap(Rule::key, rule -> rule, (first, _) -> first, LinkedHashMap::new));

        List<Rule> missing = wanted.values().stream()
                .filter(rule -> !now.containsKey(rule.key()))
                .toList();
        if (!missing.isEmpty()) {
            authorize(groupId, isEgress, missing, session);
        }
        redescribe(groupId, now, wanted, session);
        Set<Rule> keys = wanted.keySet();
        List<String> surplus = now.entrySet().stream()
                .filter(entry -> !keys.contains(entry.getKey()))
                .map(entry -> entry.getValue().securityGroupRuleId())
                .toList();
        if (!surplus.isEmpty()) {
            revoke(groupId, isEgress, surplus, session);
        }
    }

    private void authorize(String groupId, boolean isEgress, List<Rule> missing, Session session) {
        List<IpPermission> permissions =
                missing.stream().map(GroupRules::permission).toList();
        session.beforeWrite();
        if (isEgress) {
            clients.ec2()
                    .authorizeSecurityGroupEgress(
                            request -> request.groupId(groupId).ipPermissions(permissions));
        } else {
            clients.ec2()
                    .authorizeSecurityGroupIngress(
                            request -> request.groupId(groupId).ipPermissions(permissions));
        }
    }

    private void redescribe(String groupId, Map<Rule, SecurityGroupRule> now, Map<Rule, Rule> wanted, Session session) {
        wanted.forEach((key, rule) -> {
            SecurityGroupRule current = now.get(key);
            if (current != null && !rule(current).description().equals(rule.description())) {
                describe(groupId, current.securityGroupRuleId(), rule, session);
            }
        });
    }
}
