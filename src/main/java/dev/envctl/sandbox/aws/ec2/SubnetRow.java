package dev.envctl.sandbox.aws.ec2;

public record SubnetRow(
        String subnetId, String vpcId, String cidrBlock, String availabilityZone, boolean mapPublicIpOnLaunch) {}
