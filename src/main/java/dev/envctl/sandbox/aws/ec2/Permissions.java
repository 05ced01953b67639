package dev.envctl.sandbox.aws.ec2;

import dev.envctl.sandbox.aws.AwsError;
import dev.envctl.sandbox.aws.ec2.SecurityGroupRuleRow.Peer;
import dev.envctl.sandbox.aws.ec2.SecurityGroupRuleRow.PeerType;
import dev.envctl.sandbox.aws.ec2.SecurityGroupRuleRow.Traffic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.Ipv6Range;
import software.amazon.awssdk.services.ec2.model.PrefixListId;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;

/// Between EC2's permissions (many peers for one kind of traffic) and single rules, normalising as EC2 does.
final class Permissions {

    private Permissions() {}

    /// Rules without ids.
    static List<SecurityGroupRuleRow> rules(
            Ec2Store store, SecurityGroupRow group, boolean egress, List<IpPermission> permissions) {
        var rules = new ArrayList<SecurityGroupRuleRow>();
        for (var permission : permissions) {
            var traffic = traffic(permission.ipProtocol(), permission.fromPort(), permission.toPort());
            var before = rules.size();
            permission
                    .ipRanges()
                    .forEach(range ->
                            rules.add(rule(group, egress, traffic, ipv4(range.cidrIp()), range.description())));
            permission
                    .ipv6Ranges()
                    .forEach(range ->
                            rules.add(rule(group, egress, traffic, ipv6(range.cidrIpv6()), range.description())));
            permission
                    .prefixListIds()
                    .forEach(list -> rules.add(
                            rule(group, egress, traffic, prefixList(store, list.prefixListId()), list.description())));
            permission
                    .userIdGroupPairs()
                    .forEach(pair ->
                            rules.add(rule(group, egress, traffic, group(store, group, pair), pair.description())));
            if (rules.size() == before) {
                throw new AwsError(
                        "InvalidParameterValue", 400, "A rule needs a CIDR block, a prefix list or a security group");
            }
        }
        refuseRepetition(rules);
        return rules;
    }

    static List<IpPermission> permissions(List<SecurityGroupRuleRow> rules, String accountId) {
        var byTraffic = new LinkedHashMap<Traffic, List<SecurityGroupRuleRow>>();
        rules.forEach(rule -> byTraffic
                .computeIfAbsent(rule.traffic(), traffic -> new ArrayList<>())
                .add(rule));
        return byTraffic.entrySet().stream()
                .map(entry -> permission(entry.getKey(), entry.getValue(), accountId))
                .toList();
    }

    private static IpPermission permission(Traffic traffic, List<SecurityGroupRuleRow> rules, String accountId) {
        var permission = IpPermission.builder()
                .ipProtocol(traffic.protocol())
                .ipRanges(of(rules, PeerType.CIDR_IPV4)
                        .map(rule -> IpRange.builder()
                                .cidrIp(rule.peer().value())
                                .description(rule.description().orElse(null))
                                .build())
                        .toList())
                .ipv6Ranges(of(rules, PeerType.CIDR_IPV6)
                        .map(rule -> Ipv6Range.builder()
                                .cidrIpv6(rule.peer().value())
                                .description(rule.description().orElse(null))
                                .build())
                        .toList())
                .prefixListIds(of(rules, PeerType.PREFIX_LIST)
                        .map(rule -> PrefixListId.builder()
                                .prefixListId(rule.peer().value())
                                .description(rule.description().orElse(null))
                                .build())
                        .toList())
                .userIdGroupPairs(of(rules, PeerType.GROUP)
                        .map(rule -> UserIdGroupPair.builder()
                                .groupId(rule.peer().value())
                                .userId(accountId)
                                .description(rule.description().orElse(null))
                                .build())
                        .toList());
        return traffic.hasPorts()
                ? permission
                        .fromPort(traffic.fromPort())
                        .toPort(traffic.toPort())
                        .build()
                : permission.build();
    }

    private static Stream<SecurityGroupRuleRow> of(List<SecurityGroupRuleRow> rules, PeerType type) {
        return rules.stream().filter(rule -> rule.peer().type() == type);
    }

    private static SecurityGroupRuleRow rule(
            SecurityGroupRow group, boolean egress, Traffic traffic, Peer peer, @Nullable String description) {
        return new SecurityGroupRuleRow("", group.groupId(), egress, traffic, peer, checkedDescription(description));
    }

    /// An empty description is none.
    static Optional<String> checkedDescription(@Nullable String description) {
        if (description != null && !description.matches("[a-zA-Z0-9 ._\\-:/()#,@\\[\\]+=&;{}!$*]{0,255}")) {
            throw new AwsError(
                    "InvalidParameterValue",
                    400,
                    ("Invalid rule description '%s'. Valid descriptions are strings less than 256 characters from the"
                                    + " following set: a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*")
                            .formatted(description));
        }
        return Optional.ofNullable(description).filter(text -> !text.isEmpty());
    }

    static Traffic traffic(@Nullable String protocol, @Nullable Integer fromPort, @Nullable Integer toPort) {
        var normalised = protocol(protocol);
        return switch (normalised) {
            case "tcp", "udp" -> transport(normalised, fromPort, toPort);
            case "icmp", "icmpv6" ->
                new Traffic(normalised, fromPort == null ? -1 : fromPort, toPort == null ? -1 : toPort);
            default -> new Traffic(normalised, -1, -1);
        };
    }

    private static Traffic transport(String protocol, @Nullable Integer fromPort, @Nullable Integer toPort) {
        if (fromPort == null || toPort == null) {
            throw new AwsError(
                    "InvalidParameterValue",
                    400,
                    "Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange.");
        }
        if (fromPort < 0 || toPort > 65535 || fromPort > toPort) {
            throw new AwsError(
                    "InvalidParameterValue", 400, "Invalid TCP/UDP port range (%d:%d)".formatted(fromPort, toPort));
        }
        return new Traffic(protocol, fromPort, toPort);
    }

    private static String protocol(@Nullable String protocol) {
        if (protocol == null) {
            throw new AwsError("MissingParameter", 400, "The request must contain the parameter ipProtocol");
        }
        return switch (protocol.toLowerCase(Locale.ROOT)) {
            case "tcp", "6" -> "tcp";
            case "udp", "17" -> "udp";
            case "icmp", "1" -> "icmp";
            case "icmpv6", "58" -> "icmpv6";
            case "all", "-1" -> "-1";
            case String number when number.matches("[0-9]{1,3}") && Integer.parseInt(number) <= 255 -> number;
            case String other ->
                throw new AwsError(
                        "InvalidParameterValue",
                        400,
                        "Invalid value '%s' for IP protocol. Unknown protocol.".formatted(other));
        };
    }

    static Peer ipv4(@Nullable String block) {
        return new Peer(PeerType.CIDR_IPV4, Cidr.canonicalIpv4(given(block, "cidrIp")));
    }

    static Peer ipv6(@Nullable String block) {
        return new Peer(PeerType.CIDR_IPV6, Cidr.canonicalIpv6(given(block, "cidrIpv6")));
    }

    static Peer prefixList(Ec2Store store, @Nullable String id) {
        var given = given(id, "prefixListId");
        return store.prefixLists()
                .get(given)
                .map(list -> new Peer(PeerType.PREFIX_LIST, list.prefixListId()))
                .orElseThrow(() -> ResourceType.PREFIX_LIST.missing(given));
    }

    private static Peer group(Ec2Store store, SecurityGroupRow group, UserIdGroupPair pair) {
        return group(group, Groups.find(store, pair.groupId(), pair.groupName()));
    }

    static Peer group(SecurityGroupRow group, SecurityGroupRow referenced) {
        if (!referenced.vpcId().equals(group.vpcId())) {
            throw new AwsError(
                    "InvalidParameterValue",
                    400,
                    "You have specified two resources that belong to different networks.");
        }
        return new Peer(PeerType.GROUP, referenced.groupId());
    }

    private static String given(@Nullable String value, String parameter) {
        if (value == null || value.isEmpty()) {
            throw new AwsError("MissingParameter", 400, "The request must contain the parameter " + parameter);
        }
        return value;
    }

    private static void refuseRepetition(List<SecurityGroupRuleRow> rules) {
        for (var index = 0; index < rules.size(); index++) {
            if (rules.subList(0, index).stream().anyMatch(rules.get(index)::sameAs)) {
                throw new AwsError("InvalidParameterValue", 400, "The same permission must not appear multiple times");
            }
        }
    }
}
