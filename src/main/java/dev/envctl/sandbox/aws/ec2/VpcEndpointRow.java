package dev.envctl.sandbox.aws.ec2;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `interfaces` are the network interfaces of an interface endpoint, by subnet. It is pending until `availableAt`;
/// `deletedAt` is when its deletion is through.
public record VpcEndpointRow(
        String vpcEndpointId,
        String vpcId,
        String serviceName,
        String type,
        List<String> routeTableIds,
        Map<String, String> interfaces,
        List<String> groupIds,
        boolean privateDns,
        Optional<String> policy,
        Instant createdAt,
        Instant availableAt,
        Optional<Instant> deletedAt) {

    static final String GATEWAY = "Gateway";
    static final String INTERFACE = "Interface";

    /// What a change may change.
    record Settings(
            List<String> routeTableIds,
            Map<String, String> interfaces,
            List<String> groupIds,
            boolean privateDns,
            Optional<String> policy) {}

    VpcEndpointRow with(Settings settings) {
        return new VpcEndpointRow(
                vpcEndpointId,
                vpcId,
                serviceName,
                type,
                settings.routeTableIds(),
                settings.interfaces(),
                settings.groupIds(),
                settings.privateDns(),
                settings.policy(),
                createdAt,
                availableAt,
                deletedAt);
    }

    VpcEndpointRow deletedAt(Instant when) {
        return new VpcEndpointRow(
                vpcEndpointId,
                vpcId,
                serviceName,
                type,
                routeTableIds,
                interfaces,
                groupIds,
                privateDns,
                policy,
                createdAt,
                availableAt,
                Optional.of(when));
    }

    /// EC2 writes these in small letters, whatever the model of its API says.
    String state(Instant now) {
        if (deletedAt.isPresent()) {
            return now.isBefore(deletedAt.get()) ? "deleting" : "deleted";
        }
        return now.isBefore(availableAt) ? "pending" : "available";
    }

    boolean isGateway() {
        return type.equals(GATEWAY);
    }

    boolean isGone(Instant now) {
        return state(now).equals("deleted");
    }
}
