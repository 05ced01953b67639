package dev.envctl.sandbox.aws.ec2;

import dev.envctl.sandbox.World;
import dev.envctl.sandbox.aws.AwsError;
import dev.envctl.sandbox.aws.Call;
import dev.envctl.sandbox.aws.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupEgressRequest;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupEgressResponse;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupIngressRequest;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupIngressResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupRulesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupRulesResponse;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.ModifySecurityGroupRulesRequest;
import software.amazon.awssdk.services.ec2.model.ModifySecurityGroupRulesResponse;
import software.amazon.awssdk.services.ec2.model.RevokeSecurityGroupEgressRequest;
import software.amazon.awssdk.services.ec2.model.RevokeSecurityGroupEgressResponse;
import software.amazon.awssdk.services.ec2.model.RevokeSecurityGroupIngressRequest;
import software.amazon.awssdk.services.ec2.model.RevokeSecurityGroupIngressResponse;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRuleDescription;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRuleRequest;
import software.amazon.awssdk.services.ec2.model.TagSpecification;
import software.amazon.awssdk.services.ec2.model.UpdateSecurityGroupRuleDescriptionsEgressRequest;
import software.amazon.awssdk.services.ec2.model.UpdateSecurityGroupRuleDescriptionsEgressResponse;
import software.amazon.awssdk.services.ec2.model.UpdateSecurityGroupRuleDescriptionsIngressRequest;
import software.amazon.awssdk.services.ec2.model.UpdateSecurityGroupRuleDescriptionsIngressResponse;

/// The rules of security groups.
final class RuleOperations {

    private static final int RULES_PER_DIRECTION = 60;

    private RuleOperations() {}

    static List<Operation<?, ?>> operations() {
        return List.of(
                Operation.of(
                        "AuthorizeSecurityGroupIngress",
                        AuthorizeSecurityGroupIngressRequest::builder,
                        RuleOperations::authorizeIngress),
                Operation.of(
                        "AuthorizeSecurityGroupEgress",
                        AuthorizeSecurityGroupEgressRequest::builder,
                        RuleOperations::authorizeEgress),
                Operation.of(
                        "RevokeSecurityGroupIngress",
                        RevokeSecurityGroupIngressRequest::builder,
                        RuleOperations::revokeIngress),
                Operation.of(
                        "RevokeSecurityGroupEgress",
                        RevokeSecurityGroupEgressRequest::builder,
                        RuleOperations::revokeEgress),
                Operation.of(
                        "DescribeSecurityGroupRules",
                        DescribeSecurityGroupRulesRequest::builder,
                        RuleOperations::describe),
                Operation.of(
                        "ModifySecurityGroupRules", ModifySecurityGroupRulesRequest::builder, RuleOperations::modify),
                Operation.of(
                        "UpdateSecurityGroupRuleDescriptionsIngress",
                        UpdateSecurityGroupRuleDescriptionsIngressRequest::builder,
                        RuleOperations::describeIngressAnew),
                Operation.of(
                        "UpdateSecurityGroupRuleDescriptionsEgress",
                        UpdateSecurityGroupRuleDescriptionsEgressRequest::builder,
                        RuleOperations::describeEgressAnew));
    }

    private static AuthorizeSecurityGroupIngressResponse authorizeIngress(
            AuthorizeSecurityGroupIngressRequest request, Call call) {
        var store = new Ec2Store(call.world());
        var group = Groups.find(store, request.groupId(), request.groupName());
        var permissions = permissions(
                request.ipPermissions(), request.ipProtocol(), request.fromPort(), request.toPort(), request.cidrIp());
        return AuthorizeSecurityGroupIngressResponse.builder()
                .returnValue(true)
                .securityGroupRules(authorize(store, group, false, permissions, request.tagSpecifications()).stream()
                        .map(rule -> RuleDescriptions.described(store, rule, call))
                        .toList())
                .build();
    }

    private static AuthorizeSecurityGroupEgressResponse authorizeEgress(
            AuthorizeSecurityGroupEgressRequest request, Call call) {
        var store = new Ec2Store(call.world());
        var group = Groups.find(store, request.groupId(), null);
        var permissions = permissions(
                request.ipPermissions(), request.ipProtocol(), request.fromPort(), request.toPort(), request.cidrIp());
        return AuthorizeSecurityGroupEgressResponse.builder()
                .returnValue(true)
                .securityGroupRules(authorize(store, group, true, permissions, request.tagSpecifications()).stream()
                        .map(rule -> RuleDescriptions.described(store, rule, call))
                        .toList())
                .build();
    }

    /// The older way to name one rule, which the AWS CLI's `--cidr` still takes for some calls.
    private static List<IpPermission> permissions(
            List<IpPermission> permissions,
            @Nullable String protocol,
            @Nullable Integer fromPort,
            @Nullable Integer toPort,
            @Nullable String cidr) {
        if (protocol == null || cidr == null) {
            return permissions;
        }
        return List.of(IpPermission.builder()
                .ipProtocol(protocol)
                .fromPort(fromPort)
                .toPort(toPort)
                .ipRanges(IpRange.builder().cidrIp(cidr).build())
                .build());
    }

    private static List<SecurityGroupRuleRow> authorize(
            Ec2Store store,
            SecurityGroupRow group,
            boolean egress,
            List<IpPermission> permissions,
            List<TagSpecification> tagSpecifications) {
        requirePermissions(permissions);
        var tags = Tagging.specified(tagSpecifications, ResourceType.SECURITY_GROUP_RULE);
        var added = new ArrayList<SecurityGroupRuleRow>();
        for (var rule : Permissions.rules(store, group, egress, permissions)) {
            refuseDuplicate(store, rule);
            var stored = store.addRule(rule);
            store.putTags(stored.ruleId(), tags);
            added.add(stored);
        }
        refuseTooMany(store, group, egress);
        return added;
    }

    private static void requirePermissions(List<IpPermission> permissions) {
        if (permissions.isEmpty()) {
            throw new AwsError("MissingParameter", 400, "The request must contain the parameter ipPermissions");
        }
    }

    private static void refuseDuplicate(Ec2Store store, SecurityGroupRuleRow rule) {
        if (store.rulesOf(rule.groupId()).stream()
                .anyMatch(
                        existing -> existing.sameAs(rule) && !existing.ruleId().equals(rule.ruleId()))) {
            throw new AwsError(
                    "InvalidPermission.Duplicate",
                    400,
                    "the specified rule \"%s\" already exists".formatted(rule.quoted()));
        }
    }

    private static void refuseTooMany(Ec2Store store, SecurityGroupRow group, boolean egress) {
        var count = store.rulesOf(group.groupId()).stream()
                .filter(rule -> rule.egress() == egress)
                .count();
        if (count > RULES_PER_DIRECTION) {
            throw new AwsError(
                    "RulesPerSecurityGroupLimitExceeded",
                    400,
                    "The maximum number of rules per security group has been reached.");
        }
    }

    private static RevokeSecurityGroupIngressResponse revokeIngress(
            RevokeSecurityGroupIngressRequest request, Call call) {
        var store = new Ec2Store(call.world());
        var group = Groups.find(store, request.groupId(), request.groupName());
        var permissions = permissions(
                request.ipPermissions(), request.ipProtocol(), request.fromPort(), request.toPort(), request.cidrIp());
        return RevokeSecurityGroupIngressResponse.builder()
                .returnValue(true)
                .revokedSecurityGroupRules(
                        revoke(store, group, false, permissions, request.securityGroupRuleIds()).stream()
                                .map(RuleDescriptions::revoked)
                                .toList())
                .build();
    }

    private static RevokeSecurityGroupEgressResponse revokeEgress(RevokeSecurityGroupEgressRequest request, Call call) {
        var store = new Ec2Store(call.world());
        var group = Groups.find(store, request.groupId(), null);
        var permissions = permissions(
                request.ipPermissions(), request.ipProtocol(), request.fromPort(), request.toPort(), request.cidrIp());
        return RevokeSecurityGroupEgressResponse.builder()
                .returnValue(true)
                .revokedSecurityGroupRules(
                        revoke(store, group, true, permissions, request.securityGroupRuleIds()).stream()
                                .map(RuleDescriptions::revoked)
                                .toList())
                .build();
    }

    private static List<SecurityGroupRuleRow> revoke(
            Ec2Store store,
            SecurityGroupRow group,
            boolean egress,
            List<IpPermission> permissions,
            List<String> ruleIds) {
        if (ruleIds.isEmpty()) {
            requirePermissions(permissions);
        }
        var named = ruleIds.stream().map(ruleId -> rule(store, group, egress, ruleId));
        var described =
                Permissions.rules(store, group, egress, permissions).stream().map(rule -> existing(store, rule));
        var revoked = Stream.concat(named, described).toList();
        revoked.forEach(rule -> store.removeRule(rule.ruleId()));
        return revoked;
    }

    private static SecurityGroupRuleRow rule(Ec2Store store, SecurityGroupRow group, boolean egress, String ruleId) {
        return store.securityGroupRules()
                .get(ruleId)
                .filter(rule -> rule.groupId().equals(group.groupId()) && rule.egress() == egress)
                .orElseThrow(() -> ResourceType.SECURITY_GROUP_RULE.missing(ruleId));
    }

    private static SecurityGroupRuleRow existing(Ec2Store store, SecurityGroupRuleRow rule) {
        return store.rulesOf(rule.groupId()).stream()
                .filter(rule::sameAs)
                .findFirst()
                .orElseThrow(() -> new AwsError(
                        "InvalidPermission.NotFound",
                        400,
                        "The specified rule does not exist in this security group."));
    }

    private static DescribeSecurityGroupRulesResponse describe(DescribeSecurityGroupRulesRequest request, Call call) {
        var store = new Ec2Store(call.world());
        requireFilteredGroups(store, request);
        var page = new Listing<SecurityGroupRuleRow>(
                        ResourceType.SECURITY_GROUP_RULE,
                        SecurityGroupRuleRow::ruleId,
                        1000,
                        Map.of(
                                "group-id", rule -> List.of(rule.groupId()),
                                "security-group-rule-id", rule -> List.of(rule.ruleId()),
                                "owner-id", rule -> List.of(World.ACCOUNT_ID)))
                .select(
                        store,
                        store.securityGroupRules().rows(),
                        request.securityGroupRuleIds(),
                        request.filters(),
                        request.maxResults(),
                        request.nextToken());
        return DescribeSecurityGroupRulesResponse.builder()
                .securityGroupRules(page.rows().stream()
                        .map(rule -> RuleDescriptions.described(store, rule, call))
                        .toList())
                .nextToken(page.nextToken().orElse(null))
                .build();
    }

    /// Unlike other filters, one for a group that does not exist is an error, in the other spelling.
    private static void requireFilteredGroups(Ec2Store store, DescribeSecurityGroupRulesRequest request) {
        request.filters().stream()
                .filter(filter -> filter.name().equals("group-id"))
                .flatMap(filter -> filter.values().stream())
                .filter(id ->
                        !id.contains("*") && store.securityGroups().get(id).isEmpty())
                .findFirst()
                .ifPresent(RuleOperations::refuseMissingGroup);
    }

    private static void refuseMissingGroup(String groupId) {
        throw new AwsError(
                "InvalidSecurityGroupID.NotFound", 400, "The securityGroup ID '%s' does not exist".formatted(groupId));
    }

    private static ModifySecurityGroupRulesResponse modify(ModifySecurityGroupRulesRequest request, Call call) {
        var store = new Ec2Store(call.world());
        var group = Groups.byId(store, request.groupId());
        for (var update : request.securityGroupRules()) {
            var current = store.securityGroupRules()
                    .get(update.securityGroupRuleId())
                    .filter(rule -> rule.groupId().equals(group.groupId()))
                    .orElseThrow(() -> ResourceType.SECURITY_GROUP_RULE.missing(update.securityGroupRuleId()));
            var modified = modified(store, group, current, update.securityGroupRule());
            refuseDuplicate(store, modified);
            store.securityGroupRules().put(modified.ruleId(), modified);
        }
        return ModifySecurityGroupRulesResponse.builder().returnValue(true).build();
    }

    private static SecurityGroupRuleRow modified(
            Ec2Store store, SecurityGroupRow group, SecurityGroupRuleRow current, SecurityGroupRuleRequest wanted) {
        var peer = peer(store, group, wanted);
        if (peer.type() != current.peer().type()) {
            throw new AwsError(
                    "InvalidParameterValue",
                    400,
                    "You may not modify the source or destination type of a security group rule");
        }
        return new SecurityGroupRuleRow(
                current.ruleId(),
                current.groupId(),
                current.egress(),
                Permissions.traffic(wanted.ipProtocol(), wanted.fromPort(), wanted.toPort()),
                peer,
                Permissions.checkedDescription(wanted.description()));
    }

    private static SecurityGroupRuleRow.Peer peer(
            Ec2Store store, SecurityGroupRow group, SecurityGroupRuleRequest wanted) {
        if (wanted.cidrIpv4() != null) {
            return Permissions.ipv4(wanted.cidrIpv4());
        }
        if (wanted.cidrIpv6() != null) {
            return Permissions.ipv6(wanted.cidrIpv6());
        }
        if (wanted.prefixListId() != null) {
            return Permissions.prefixList(store, wanted.prefixListId());
        }
        return Permissions.group(group, Groups.find(store, wanted.referencedGroupId(), null));
    }

    private static UpdateSecurityGroupRuleDescriptionsIngressResponse describeIngressAnew(
            UpdateSecurityGroupRuleDescriptionsIngressRequest request, Call call) {
        var store = new Ec2Store(call.world());
        var group = Groups.find(store, request.groupId(), request.groupName());
        describeAnew(store, group, false, request.ipPermissions(), request.securityGroupRuleDescriptions());
        return UpdateSecurityGroupRuleDescriptionsIngressResponse.builder()
                .returnValue(true)
                .build();
    }

    private static UpdateSecurityGroupRuleDescriptionsEgressResponse describeEgressAnew(
            UpdateSecurityGroupRuleDescriptionsEgressRequest request, Call call) {
        var store = new Ec2Store(call.world());
        var group = Groups.find(store, request.groupId(), request.groupName());
        describeAnew(store, group, true, request.ipPermissions(), request.securityGroupRuleDescriptions());
        return UpdateSecurityGroupRuleDescriptionsEgressResponse.builder()
                .returnValue(true)
                .build();
    }

    private static void describeAnew(
            Ec2Store store,
            SecurityGroupRow group,
            boolean egress,
            List<IpPermission> permissions,
            List<SecurityGroupRuleDescription> descriptions) {
        for (var rule : Permissions.rules(store, group, egress, permissions)) {
            var changed = existing(store, rule).withDescription(rule.description());
            store.securityGroupRules().put(changed.ruleId(), changed);
        }
        for (var description : descriptions) {
            var changed = rule(store, group, egress, description.securityGroupRuleId())
                    .withDescription(Permissions.checkedDescription(description.description()));
            store.securityGroupRules().put(changed.ruleId(), changed);
        }
    }
}
