package dev.envctl.aws.ec2;

import static dev.envctl.aws.Refusals.found;
import static dev.envctl.aws.Refusals.is;
import static dev.envctl.aws.Refusals.unless;

import dev.envctl.aws.AwsClients;
import dev.envctl.aws.Eventually;
import dev.envctl.aws.Refusals;
import dev.envctl.provider.Ownership;
import dev.envctl.provider.ProviderException;
import dev.envctl.provider.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsRequest;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;

/// Deletes a group that other groups may still name in their rules and that network interfaces may still wear: load
/// balancers and Studio workspaces let go of theirs minutes after they are gone themselves.
final class GroupDeletion {

    private static final Duration INTERFACES = Duration.ofMinutes(15);
    private static final String[] GONE = {"InvalidGroup.NotFound", "InvalidSecurityGroupID.NotFound"};

    private final AwsClients clients;
    private final GroupRules rules;

    GroupDeletion(AwsClients clients) {
        this.clients = clients;
        this.rules = new GroupRules(clients);
    }

    void delete(String groupId, Session session) {
        List<String> foreign = revokeReferences(groupId, session);
        // rules of others do not go away by waiting
        Duration patience = foreign.isEmpty() ? INTERFACES : Duration.ZERO;
        try {
            Eventually.run(session, patience, refusal -> isInUse(refusal, groupId, session), () -> {
                session.beforeWrite();
                unless(() -> clients.ec2().deleteSecurityGroup(group -> group.groupId(groupId)), GONE);
            });
        } catch (AwsServiceException refusal) {
            if (!isInUse(refusal, groupId, session)) {
                throw refusal;
            }
            throw stillUsed(refusal, groupId, foreign);
        }
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
                                .filters(filter(name, groupId))
                                .build())
                        .securityGroups()
                        .stream())
                .filter(group -> !group.groupId().equals(groupId))
                .collect(Collectors.toMap(SecurityGroup::groupId, group -> group, (first, _) -> first))
                .values()
                .stream()
                .toList();
    }

    private static boolean isInUse(AwsServiceException refusal, String groupId, Session session) {
        boolean inUse = is(refusal, "DependencyViolation", "InvalidGroup.InUse");
        if (inUse) {
            session.report(groupId, "in use by network interfaces");
        }
        return inUse;
    }

    private ProviderException stillUsed(AwsServiceException refusal, String groupId, List<String> foreign) {
        List<String> users = new ArrayList<>();
        foreign.stream().distinct().forEach(group -> users.add("a rule of security group " + group));
        found(() -> interfaces(groupId), "UnauthorizedOperation").ifPresent(users::addAll);
        String by = users.isEmpty() ? "" : ": " + String.join("; ", users);
        var translated = Refusals.translate(refusal);
        return new ProviderException(
                        translated.code(),
                        translated.operation(),
                        translated.errorCode(),
                        translated.requestId(),
                        "The security group %s is still in use%s.".formatted(groupId, by))
                .withHint("Remove what uses it, then repeat the command; nothing is lost by it.");
    }

    private List<String> interfaces(String groupId) {
        return clients
                .ec2()
                .describeNetworkInterfaces(request -> request.filters(filter("group-id", groupId)))
                .networkInterfaces()
                .stream()
                .map(GroupDeletion::named)
                .toList();
    }

    private static String named(NetworkInterface one) {
        return "network interface %s (%s)".formatted(one.networkInterfaceId(), one.description());
    }

    private static boolean refersTo(SecurityGroupRule rule, String groupId) {
        return rule.referencedGroupInfo() != null
                && groupId.equals(rule.referencedGroupInfo().groupId());
    }

    private static boolean isOurs(Map<String, String> tags, Session session) {
        return session.place().owner().equals(tags.get(Ownership.ENVIRONMENT));
    }

    private static Filter filter(String name, String value) {
        return Filter.builder().name(name).values(value).build();
    }
}
