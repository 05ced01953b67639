package dev.envctl.sandbox.aws.ec2;

import java.time.Instant;
import java.util.Optional;

/// `availableAt` is empty for what was there before the sandbox.
public record SubnetRow(
        String subnetId,
        String vpcId,
        String cidrBlock,
        String availabilityZone,
        boolean mapPublicIpOnLaunch,
        Optional<Instant> availableAt) {

    public SubnetRow(
            String subnetId, String vpcId, String cidrBlock, String availabilityZone, boolean mapPublicIpOnLaunch) {
        this(subnetId, vpcId, cidrBlock, availabilityZone, mapPublicIpOnLaunch, Optional.empty());
    }

    SubnetRow withMapPublicIpOnLaunch(boolean map) {
        return new SubnetRow(subnetId, vpcId, cidrBlock, availabilityZone, map, availableAt);
    }

    boolean isAvailable(Instant now) {
        return availableAt.filter(now::isBefore).isEmpty();
    }
}
