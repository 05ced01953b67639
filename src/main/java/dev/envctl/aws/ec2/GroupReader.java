package dev.envctl.aws.ec2;

import dev.envctl.aws.AwsClients;
import dev.envctl.aws.Selection;
import dev.envctl.provider.Observed;
import dev.envctl.provider.Ownership;
import dev.envctl.provider.Session;
import dev.envctl.provider.Wanted;
import dev.envctl.provider.Wanted.Sought;
import dev.envctl.value.Value;
import dev.envctl.value.Value.MapValue;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsRequest;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;

/// Security groups as [SecurityGroup.Spec]: one call for those we own, one more for the names and one for the ids that
/// are sought besides. They come with their rules; which of those are objects of their own, another call says once for
/// all.
final class GroupReader {

    private final AwsClients clients;
    private final GroupRules rules;

    GroupReader(AwsClients clients) {
        this.clients = clients;
        this.rules = new GroupRules(clients);
    }

    List<Observed<SecurityGroup.Spec>> candidates(Wanted wanted, Session session) {
        SequencedMap<String, software.amazon.awssdk.services.ec2.model.SecurityGroup> groups = new LinkedHashMap<>();
        if (wanted.includeOwned()) {
            describe(groups, Ec2Tags.ownedBy(session));
        }
        Set<String> names = texts(wanted, "groupName");
        groups.values().forEach(group -> names.remove(group.groupName()));
        describeBy(groups, "group-name", names);
        Set<String> ids = texts(wanted, "groupId");
        ids.removeAll(groups.keySet());
        describeBy(groups, "group-id", ids);
        // a look-up by tags alone costs a call of its own
        Selection.external(wanted).stream()
                .filter(sought -> sought.criteria().text("groupName").isEmpty()
                        && sought.criteria().text("groupId").isEmpty())
                .forEach(sought -> describe(groups, tagFilters(sought)));
        return observed(groups, session);
    }

    Optional<Observed<SecurityGroup.Spec>> find(String groupName, String vpcId) {
        SequencedMap<String, software.amazon.awssdk.services.ec2.model.SecurityGroup> groups = new LinkedHashMap<>();
        describe(groups, filter("group-name", groupName), filter("vpc-id", vpcId));
        return groups.values().stream().findFirst().map(group -> observed(group, rules.of(List.of(group.groupId()))));
    }

    Observed<SecurityGroup.Spec> read(String groupId) {
        var group = clients.ec2()
                .describeSecurityGroups(request -> request.groupIds(groupId))
                .securityGroups()
                .getFirst();
        return observed(group, rules.of(List.of(groupId)));
    }

    private void describeBy(
            Map<String, software.amazon.awssdk.services.ec2.model.SecurityGroup> groups,
            String name,
            Set<String> values) {
        if (!values.isEmpty()) {
            describe(groups, Filter.builder().name(name).values(values).build());
        }
    }

    private void describe(
            Map<String, software.amazon.awssdk.services.ec2.model.SecurityGroup> groups, Filter... filters) {
        var request = DescribeSecurityGroupsRequest.builder().filters(filters).build();
        clients.ec2()
                .describeSecurityGroupsPaginator(request)
                .securityGroups()
                .forEach(group -> groups.put(group.groupId(), group));
    }

    private List<Observed<SecurityGroup.Spec>> observed(
            SequencedMap<String, software.amazon.awssdk.services.ec2.model.SecurityGroup> groups, Session session) {
        if (groups.isEmpty()) {
            return List.of();
        }
        List<SecurityGroupRule> withLedger = rules.withLedger(session);
        return groups.values().stream()
                .map(group -> observed(group, DescribedRules.of(group, withLedger)))
                .toList();
    }

    private static Observed<SecurityGroup.Spec> observed(
            software.amazon.awssdk.services.ec2.model.SecurityGroup group, List<SecurityGroupRule> all) {
        Map<String, String> tags = Ec2Tags.map(group.tags());
        List<SecurityGroupRule> own = all.stream()
                .filter(rule -> rule.groupId().equals(group.groupId()) && GroupRules.belongsToGroup(rule))
                .toList();
        var spec = new SecurityGroup.Spec(
                group.groupName(),
                group.description(),
                Optional.ofNullable(group.vpcId()).orElse(""),
                own.stream()
                        .filter(rule -> !rule.isEgress())
                        .map(GroupRules::rule)
                        .toList(),
                own.stream()
                        .filter(SecurityGroupRule::isEgress)
                        .map(GroupRules::rule)
                        .toList(),
                Ownership.userTags(tags));
        MapValue computed = Value.map(
                "groupId", Value.of(group.groupId()),
                "arn", Value.of(group.securityGroupArn()));
        return Observed.ready(group.groupId(), spec, computed, Ownership.from(tags));
    }

    private static Filter[] tagFilters(Sought sought) {
        return sought.criteria().get("tags").orElse(Value.NULL) instanceof MapValue tags
                ? tags.entries().keySet().stream()
                        .map(key -> filter("tag:" + key, tags.text(key).orElse("")))
                        .toArray(Filter[]::new)
                : new Filter[0];
    }

    private static Filter filter(String name, String value) {
        return Filter.builder().name(name).values(value).build();
    }

    private static Set<String> texts(Wanted wanted, String field) {
        Set<String> texts = new LinkedHashSet<>();
        wanted.sought().forEach(sought -> sought.criteria().text(field).ifPresent(texts::add));
        return texts;
    }
}
