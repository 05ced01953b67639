package dev.envctl.sandbox.aws.ec2;

import java.time.Instant;
import java.util.Optional;

/// `availableAt` is empty for what was there before the sandbox.
public record VpcRow(
        String vpcId,
        String cidrBlock,
        boolean defaultVpc,
        boolean dnsSupport,
        boolean dnsHostnames,
        Optional<String> tenancy,
        Optional<Instant> availableAt) {

    public VpcRow(String vpcId, String cidrBlock, boolean defaultVpc, boolean dnsSupport, boolean dnsHostnames) {
        this(vpcId, cidrBlock, defaultVpc, dnsSupport, dnsHostnames, Optional.empty(), Optional.empty());
    }

    VpcRow withDns(boolean support, boolean hostnames) {
        return new VpcRow(vpcId, cidrBlock, defaultVpc, support, hostnames, tenancy, availableAt);
    }

    VpcRow withTenancy(String other) {
        return new VpcRow(vpcId, cidrBlock, defaultVpc, dnsSupport, dnsHostnames, Optional.of(other), availableAt);
    }

    boolean isAvailable(Instant now) {
        return availableAt.filter(now::isBefore).isEmpty();
    }
}
