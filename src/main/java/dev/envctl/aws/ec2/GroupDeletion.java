package dev.envctl.aws.ec2;

import dev.envctl.aws.AwsClients;
import dev.envctl.aws.ec2.Removal.Holder;
import dev.envctl.provider.Ownership;
import dev.envctl.provider.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsRequest;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;

/// Deletes a group that other groups may still name in their rules and that network interfaces may still wear: load
/// balancers and Studio workspaces let go of theirs minutes after they are gone themselves.
final class GroupDeletion {

    private static final Duration PATIENCE = Duration.ofMinutes(15);
    private static final List<String> GONE = List.of("InvalidGroup.NotFound", "InvalidSecurityGroupID.NotFound");

    private final AwsClients clients;
    private final GroupRules rules;

    GroupDeletion(AwsClients clients) {
        this.clients = clients;
        this.rules = new GroupRules(clients);
    }

    void delete(String groupId, Session session) {
        List<String> foreign = revokeReferences(groupId, session);
        new Removal("security group", PATIENCE, () -> holders(groupId, foreign), GONE)
                .run(groupId, session, () -> clients.ec2().deleteSecurityGroup(group -> group.groupId(groupId)));
    }

    private List<Holder> holders(String groupId, List<String> foreign) {
        List<Holder> holders = new ArrayList<>();
        foreign.stream()
                .distinct()
                .forEach(group -> holders.add(new Holder("a rule of security group " + group, false)));
        holders.addAll(new Occupants(clients).interfaces("group-id", groupId));
        return holders;
    }

    /// Takes the group out of our other groups' rules; answers whose rules still name it.
    private List<String> revokeReferences(String groupId, Session session) {
        List<String> foreign = new ArrayList<>();
        for (SecurityGroup group : referring(groupId)) {
            boolean groupIsOurs = isOurs(Ec2Tags.map(group.tags()), session);
            for (SecurityGroupRule rule : rules.of(List.of(group.groupId()))) {
                if (!refersTo(rule, groupId)) {
                    continue;
                }
                Map<String, String> tags = Ec2Tags.map(rule.tags());
                if (isOurs(tags, session)
                        || (groupIsOurs && Ownership.from(tags).isEmpty())) {
                    rules.revoke(group.groupId(), rule.isEgress(), List.of(rule.securityGroupRuleId()), session);
                } else {
                    foreign.add(group.groupId());
                }
            }
        }
        return foreign;
    }

    private List<SecurityGroup> referring(String groupId) {
        return Stream.of("ip-permission.group-id", "egress.ip-permission.group-id")
                .flatMap(name -> clients
                        .ec2()
                        .describeSecurityGroupsPaginator(DescribeSecurityGroupsRequest.builder()
                                .filters(Ec2Tags.filter(name, groupId))
                                .build())
                        .securityGroups()
                        .stream())
                .filter(group -> !group.groupId().equals(groupId))
                .collect(Collectors.toMap(SecurityGroup::groupId, group -> group, (first, _) -> first))
                .values()
                .stream()
                .toList();
    }

    private static boolean refersTo(SecurityGroupRule rule, String groupId) {
        return rule.referencedGroupInfo() != null
                && groupId.equals(rule.referencedGroupInfo().groupId());
    }

    private static boolean isOurs(Map<String, String> tags, Session session) {
        return session.place().owner().equals(tags.get(Ownership.ENVIRONMENT));
    }
}
