package dev.envctl.aws.ec2;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.ReferencedSecurityGroup;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;

/// The rules of a group as the group's own description has them: in no further call, but without ids and tags. Enough
/// to compare them; whoever changes them needs [GroupRules].
final class DescribedRules {

    /// EC2 admits a rule once per group and direction.
    private record Key(boolean isEgress, dev.envctl.aws.ec2.SecurityGroup.Rule rule) {
        static Key of(SecurityGroupRule rule) {
            return new Key(rule.isEgress(), GroupRules.rule(rule).key());
        }
    }

    private DescribedRules() {}

    /// Those that belong to the group itself, `withLedger` being all that do not.
    static List<SecurityGroupRule> of(SecurityGroup group, List<SecurityGroupRule> withLedger) {
        Set<Key> taken = withLedger.stream()
                .filter(rule -> rule.groupId().equals(group.groupId()))
                .map(Key::of)
                .collect(Collectors.toSet());
        return Stream.concat(
                        group.ipPermissions().stream().flatMap(permission -> rules(group, false, permission)),
                        group.ipPermissionsEgress().stream().flatMap(permission -> rules(group, true, permission)))
                .filter(rule -> !taken.contains(Key.of(rule)))
                .toList();
    }

    private static Stream<SecurityGroupRule> rules(SecurityGroup group, boolean isEgress, IpPermission permission) {
        return peers(permission)
                .map(peer -> peer.groupId(group.groupId())
                        .isEgress(isEgress)
                        .ipProtocol(permission.ipProtocol())
                        .fromPort(port(permission.fromPort()))
                        .toPort(port(permission.toPort()))
                        .build());
    }

    private static Stream<SecurityGroupRule.Builder> peers(IpPermission permission) {
        return Stream.of(
                        permission.ipRanges().stream()
                                .map(range -> SecurityGroupRule.builder()
                                        .cidrIpv4(range.cidrIp())
                                        .description(range.description())),
                        permission.ipv6Ranges().stream()
                                .map(range -> SecurityGroupRule.builder()
                                        .cidrIpv6(range.cidrIpv6())
                                        .description(range.description())),
                        permission.prefixListIds().stream()
                                .map(list -> SecurityGroupRule.builder()
                                        .prefixListId(list.prefixListId())
                                        .description(list.description())),
                        permission.userIdGroupPairs().stream()
                                .map(pair -> SecurityGroupRule.builder()
                                        .referencedGroupInfo(ReferencedSecurityGroup.builder()
                                                .groupId(pair.groupId())
                                                .build())
                                        .description(pair.description())))
                .flatMap(peers -> peers);
    }

    /// Where a protocol has no ports, a rule says -1 and a permission nothing.
    private static int port(@Nullable Integer port) {
        return Optional.ofNullable(port).orElse(-1);
    }
}
