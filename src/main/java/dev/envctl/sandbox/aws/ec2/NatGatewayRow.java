package dev.envctl.sandbox.aws.ec2;

import java.time.Instant;
import java.util.Optional;

/// Texts are empty where a private gateway has nothing. It is pending until `decidedAt` and then available, or failed
/// with `failure`; `deletedAt` is when its deletion is through.
public record NatGatewayRow(
        String natGatewayId,
        String vpcId,
        String subnetId,
        String allocationId,
        String publicIp,
        String privateIp,
        String networkInterfaceId,
        Instant createdAt,
        Optional<Instant> decidedAt,
        Optional<Failure> failure,
        Optional<Instant> deletedAt) {

    public record Failure(String code, String message) {}

    public NatGatewayRow(
            String natGatewayId,
            String vpcId,
            String subnetId,
            String allocationId,
            String publicIp,
            String privateIp,
            String networkInterfaceId,
            Instant createdAt) {
        this(
                natGatewayId,
                vpcId,
                subnetId,
                allocationId,
                publicIp,
                privateIp,
                networkInterfaceId,
                createdAt,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    NatGatewayRow deletedAt(Instant when) {
        return new NatGatewayRow(
                natGatewayId,
                vpcId,
                subnetId,
                allocationId,
                publicIp,
                privateIp,
                networkInterfaceId,
                createdAt,
                decidedAt,
                failure,
                Optional.of(when));
    }

    String state(Instant now) {
        if (deletedAt.isPresent()) {
            return now.isBefore(deletedAt.get()) ? "deleting" : "deleted";
        }
        if (decidedAt.filter(now::isBefore).isPresent()) {
            return "pending";
        }
        return failure.isPresent() ? "failed" : "available";
    }

    boolean isPublic() {
        return !allocationId.isEmpty();
    }
}
