package dev.envctl.sandbox.aws.ec2;

import java.util.Locale;
import java.util.Optional;

/// One rule for one peer. Ports are -1 where the protocol has none.
public record SecurityGroupRuleRow(
        String ruleId, String groupId, boolean egress, Traffic traffic, Peer peer, Optional<String> description) {

    /// A protocol as EC2 normalises it (`tcp`, `udp`, `icmp`, `icmpv6`, `-1` or a number) and its ports.
    public record Traffic(String protocol, int fromPort, int toPort) {

        public static final Traffic ALL = new Traffic("-1", -1, -1);

        boolean hasPorts() {
            return protocol.equals("tcp")
                    || protocol.equals("udp")
                    || protocol.equals("icmp")
                    || protocol.equals("icmpv6");
        }
    }

    public enum PeerType {
        CIDR_IPV4,
        CIDR_IPV6,
        PREFIX_LIST,
        GROUP
    }

    public record Peer(PeerType type, String value) {

        public static final Peer ANYWHERE = new Peer(PeerType.CIDR_IPV4, "0.0.0.0/0");
    }

    /// Two rules are the same rule whatever their descriptions say.
    boolean sameAs(SecurityGroupRuleRow other) {
        return groupId.equals(other.groupId)
                && egress == other.egress
                && traffic.equals(other.traffic)
                && peer.equals(other.peer);
    }

    boolean refersTo(String group) {
        return peer.equals(new Peer(PeerType.GROUP, group));
    }

    SecurityGroupRuleRow withRuleId(String newRuleId) {
        return new SecurityGroupRuleRow(newRuleId, groupId, egress, traffic, peer, description);
    }

    SecurityGroupRuleRow withDescription(Optional<String> newDescription) {
        return new SecurityGroupRuleRow(ruleId, groupId, egress, traffic, peer, newDescription);
    }

    /// As EC2 quotes a rule in its refusals.
    String quoted() {
        var protocol =
                traffic.protocol().equals("-1") ? "ALL" : traffic.protocol().toUpperCase(Locale.ROOT);
        var ports = traffic.hasPorts()
                ? ", from port: %d, to port: %d".formatted(traffic.fromPort(), traffic.toPort())
                : "";
        return "peer: %s, %s%s, ALLOW".formatted(peer.value(), protocol, ports);
    }
}
