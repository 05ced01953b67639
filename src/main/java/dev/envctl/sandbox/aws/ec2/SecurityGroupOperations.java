package dev.envctl.sandbox.aws.ec2;

import dev.envctl.sandbox.World;
import dev.envctl.sandbox.aws.AwsError;
import dev.envctl.sandbox.aws.Call;
import dev.envctl.sandbox.aws.Operation;
import dev.envctl.sandbox.aws.ec2.SecurityGroupRuleRow.PeerType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupRequest;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupResponse;
import software.amazon.awssdk.services.ec2.model.DeleteSecurityGroupRequest;
import software.amazon.awssdk.services.ec2.model.DeleteSecurityGroupResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsResponse;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;

/// Creating, reading and deleting security groups.
final class SecurityGroupOperations {

    private static final String CHARACTERS = "[a-zA-Z0-9 ._\\-:/()#,@\\[\\]+=&;{}!$*]{1,255}";

    private SecurityGroupOperations() {}

    static List<Operation<?, ?>> operations() {
        return List.of(
                Operation.of(
                        "CreateSecurityGroup", CreateSecurityGroupRequest::builder, SecurityGroupOperations::create),
                Operation.of(
                        "DescribeSecurityGroups",
                        DescribeSecurityGroupsRequest::builder,
                        SecurityGroupOperations::describe),
                Operation.of(
                        "DeleteSecurityGroup", DeleteSecurityGroupRequest::builder, SecurityGroupOperations::delete));
    }

    static String arn(Call call, String groupId) {
        return "arn:aws:ec2:%s:%s:security-group/%s".formatted(call.region(), call.accountId(), groupId);
    }

    private static CreateSecurityGroupResponse create(CreateSecurityGroupRequest request, Call call) {
        var store = new Ec2Store(call.world());
        var name = checkedName(request.groupName());
        var description = checkedText(request.description(), "GroupDescription");
        var vpc = vpc(store, request.vpcId());
        if (isTaken(store, name, vpc.vpcId())) {
            throw new AwsError(
                    "InvalidGroup.Duplicate",
                    400,
                    "The security group '%s' already exists for VPC '%s'".formatted(name, vpc.vpcId()));
        }
        var tags = Tagging.specified(request.tagSpecifications(), ResourceType.SECURITY_GROUP);
        var group = store.createSecurityGroup(name, description, vpc.vpcId(), tags);
        return CreateSecurityGroupResponse.builder()
                .groupId(group.groupId())
                .securityGroupArn(arn(call, group.groupId()))
                .tags(Tagging.tags(store, group.groupId()))
                .build();
    }

    private static String checkedName(@Nullable String name) {
        var checked = checkedText(name, "GroupName");
        if (checked.startsWith("sg-")) {
            throw new AwsError(
                    "InvalidParameterValue",
                    400,
                    "Invalid value '%s' for groupName. Group names may not be in the format sg-*.".formatted(checked));
        }
        if (checked.equals("default")) {
            throw new AwsError("InvalidParameterValue", 400, "Cannot use reserved security group name: default");
        }
        return checked;
    }

    private static String checkedText(@Nullable String text, String parameter) {
        if (text == null || text.isEmpty()) {
            throw new AwsError("MissingParameter", 400, "The request must contain the parameter " + parameter);
        }
        if (!text.matches(CHARACTERS)) {
            throw new AwsError(
                    "InvalidParameterValue",
                    400,
                    "Value (%s) for parameter %s is invalid. Character sets beyond ASCII are not supported."
                            .formatted(text, parameter));
        }
        return text;
    }

    private static VpcRow vpc(Ec2Store store, @Nullable String vpcId) {
        if (vpcId == null) {
            return Groups.defaultVpc(store)
                    .orElseThrow(() -> new AwsError("VPCIdNotSpecified", 400, "No default VPC for this user"));
        }
        return store.vpcs().get(vpcId).orElseThrow(() -> ResourceType.VPC.missing(vpcId));
    }

    private static boolean isTaken(Ec2Store store, String name, String vpcId) {
        return store.securityGroups().rows().stream()
                .anyMatch(group ->
                        group.vpcId().equals(vpcId) && group.groupName().equals(name));
    }

    private static DescribeSecurityGroupsResponse describe(DescribeSecurityGroupsRequest request, Call call) {
        var store = new Ec2Store(call.world());
        var named = request.groupNames().stream()
                .map(name -> Groups.find(store, null, name).groupId());
        var page = listing(store)
                .select(
                        store,
                        store.securityGroups().rows(),
                        Stream.concat(request.groupIds().stream(), named).toList(),
                        request.filters(),
                        request.maxResults(),
                        request.nextToken());
        return DescribeSecurityGroupsResponse.builder()
                .securityGroups(page.rows().stream()
                        .map(group -> described(store, group, call))
                        .toList())
                .nextToken(page.nextToken().orElse(null))
                .build();
    }

    private static SecurityGroup described(Ec2Store store, SecurityGroupRow group, Call call) {
        var rules = store.rulesOf(group.groupId());
        return SecurityGroup.builder()
                .groupId(group.groupId())
                .groupName(group.groupName())
                .description(group.description())
                .vpcId(group.vpcId())
                .ownerId(call.accountId())
                .securityGroupArn(arn(call, group.groupId()))
                .ipPermissions(Permissions.permissions(side(rules, false), call.accountId()))
                .ipPermissionsEgress(Permissions.permissions(side(rules, true), call.accountId()))
                .tags(Tagging.tags(store, group.groupId()))
                .build();
    }

    private static List<SecurityGroupRuleRow> side(List<SecurityGroupRuleRow> rules, boolean egress) {
        return rules.stream().filter(rule -> rule.egress() == egress).toList();
    }

    private static Listing<SecurityGroupRow> listing(Ec2Store store) {
        return new Listing<>(
                ResourceType.SECURITY_GROUP,
                SecurityGroupRow::groupId,
                1000,
                Map.ofEntries(
                        Map.entry("group-id", group -> List.of(group.groupId())),
                        Map.entry("group-name", group -> List.of(group.groupName())),
                        Map.entry("description", group -> List.of(group.description())),
                        Map.entry("vpc-id", group -> List.of(group.vpcId())),
                        Map.entry("owner-id", group -> List.of(World.ACCOUNT_ID)),
                        Map.entry(
                                "ip-permission.protocol",
                                rules(store, false, rule -> rule.traffic().protocol())),
                        Map.entry(
                                "ip-permission.from-port",
                                rules(store, false, rule -> "" + rule.traffic().fromPort())),
                        Map.entry(
                                "ip-permission.to-port",
                                rules(store, false, rule -> "" + rule.traffic().toPort())),
                        Map.entry("ip-permission.cidr", peers(store, false, PeerType.CIDR_IPV4)),
                        Map.entry("ip-permission.ipv6-cidr", peers(store, false, PeerType.CIDR_IPV6)),
                        Map.entry("ip-permission.group-id", peers(store, false, PeerType.GROUP)),
                        Map.entry("ip-permission.prefix-list-id", peers(store, false, PeerType.PREFIX_LIST)),
                        Map.entry(
                                "egress.ip-permission.protocol",
                                rules(store, true, rule -> rule.traffic().protocol())),
                        Map.entry("egress.ip-permission.cidr", peers(store, true, PeerType.CIDR_IPV4)),
                        Map.entry("egress.ip-permission.ipv6-cidr", peers(store, true, PeerType.CIDR_IPV6)),
                        Map.entry("egress.ip-permission.group-id", peers(store, true, PeerType.GROUP)),
                        Map.entry("egress.ip-permission.prefix-list-id", peers(store, true, PeerType.PREFIX_LIST))));
    }

    private static Function<SecurityGroupRow, List<String>> rules(
            Ec2Store store, boolean egress, Function<SecurityGroupRuleRow, String> field) {
        return group ->
                side(store.rulesOf(group.groupId()), egress).stream().map(field).toList();
    }

    private static Function<SecurityGroupRow, List<String>> peers(Ec2Store store, boolean egress, PeerType type) {
        return group -> side(store.rulesOf(group.groupId()), egress).stream()
                .filter(rule -> rule.peer().type() == type)
                .map(rule -> rule.peer().value())
                .toList();
    }

    private static DeleteSecurityGroupResponse delete(DeleteSecurityGroupRequest request, Call call) {
        var store = new Ec2Store(call.world());
        var group = Groups.find(store, request.groupId(), request.groupName());
        if (group.isDefault()) {
            throw new AwsError(
                    "CannotDelete",
                    400,
                    "the specified group: \"%s\" name: \"default\" cannot be deleted by a user"
                            .formatted(group.groupId()));
        }
        dependent(store, group.groupId()).ifPresent(dependent -> {
            throw new AwsError(
                    "DependencyViolation", 400, "resource %s has a dependent object".formatted(group.groupId()));
        });
        store.removeSecurityGroup(group.groupId());
        return DeleteSecurityGroupResponse.builder()
                .returnValue(true)
                .groupId(group.groupId())
                .build();
    }

    /// A network interface in the group, or another group that has a rule about it.
    private static Optional<String> dependent(Ec2Store store, String groupId) {
        var interfaces = store.networkInterfaces().rows().stream()
                .filter(networkInterface -> networkInterface.groupIds().contains(groupId))
                .map(NetworkInterfaceRow::networkInterfaceId);
        var rules = store.securityGroupRules().rows().stream()
                .filter(rule -> rule.refersTo(groupId) && !rule.groupId().equals(groupId))
                .map(SecurityGroupRuleRow::ruleId);
        return Stream.concat(interfaces, rules).findFirst();
    }
}
