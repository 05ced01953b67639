package dev.envctl.sandbox.aws.ec2;

import dev.envctl.sandbox.aws.Call;
import dev.envctl.sandbox.aws.ec2.SecurityGroupRuleRow.PeerType;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.ReferencedSecurityGroup;
import software.amazon.awssdk.services.ec2.model.RevokedSecurityGroupRule;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;

/// Rules as the calls about single rules answer them. Unlike permissions, these say -1 where a protocol has no ports.
final class RuleDescriptions {

    private RuleDescriptions() {}

    static String arn(Call call, String ruleId) {
        return "arn:aws:ec2:%s:%s:security-group-rule/%s".formatted(call.region(), call.accountId(), ruleId);
    }

    static SecurityGroupRule described(Ec2Store store, SecurityGroupRuleRow rule, Call call) {
        var described = SecurityGroupRule.builder()
                .securityGroupRuleId(rule.ruleId())
                .securityGroupRuleArn(arn(call, rule.ruleId()))
                .groupId(rule.groupId())
                .groupOwnerId(call.accountId())
                .isEgress(rule.egress())
                .ipProtocol(rule.traffic().protocol())
                .fromPort(rule.traffic().fromPort())
                .toPort(rule.traffic().toPort())
                .cidrIpv4(peer(rule, PeerType.CIDR_IPV4))
                .cidrIpv6(peer(rule, PeerType.CIDR_IPV6))
                .prefixListId(peer(rule, PeerType.PREFIX_LIST))
                .description(rule.description().orElse(null))
                .tags(Tagging.tags(store, rule.ruleId()));
        return rule.peer().type() == PeerType.GROUP
                ? described.referencedGroupInfo(referenced(rule, call)).build()
                : described.build();
    }

    private static ReferencedSecurityGroup referenced(SecurityGroupRuleRow rule, Call call) {
        return ReferencedSecurityGroup.builder()
                .groupId(rule.peer().value())
                .userId(call.accountId())
                .build();
    }

    static RevokedSecurityGroupRule revoked(SecurityGroupRuleRow rule) {
        return RevokedSecurityGroupRule.builder()
                .securityGroupRuleId(rule.ruleId())
                .groupId(rule.groupId())
                .isEgress(rule.egress())
                .ipProtocol(rule.traffic().protocol())
                .fromPort(rule.traffic().fromPort())
                .toPort(rule.traffic().toPort())
                .cidrIpv4(peer(rule, PeerType.CIDR_IPV4))
                .cidrIpv6(peer(rule, PeerType.CIDR_IPV6))
                .prefixListId(peer(rule, PeerType.PREFIX_LIST))
                .referencedGroupId(peer(rule, PeerType.GROUP))
                .description(rule.description().orElse(null))
                .build();
    }

    private static @Nullable String peer(SecurityGroupRuleRow rule, PeerType type) {
        return rule.peer().type() == type ? rule.peer().value() : null;
    }
}
