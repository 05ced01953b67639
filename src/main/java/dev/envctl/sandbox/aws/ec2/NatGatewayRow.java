package dev.envctl.sandbox.aws.ec2;

import java.time.Instant;

public record NatGatewayRow(
        String natGatewayId,
        String vpcId,
        String subnetId,
        String allocationId,
        String publicIp,
        String privateIp,
        String networkInterfaceId,
        Instant createdAt) {}
