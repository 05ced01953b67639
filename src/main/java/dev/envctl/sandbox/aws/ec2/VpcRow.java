package dev.envctl.sandbox.aws.ec2;

public record VpcRow(String vpcId, String cidrBlock, boolean defaultVpc, boolean dnsSupport, boolean dnsHostnames) {}
