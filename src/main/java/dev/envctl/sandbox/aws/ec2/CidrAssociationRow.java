package dev.envctl.sandbox.aws.ec2;

/// A further IPv4 range of a VPC, beside the one it was created with.
public record CidrAssociationRow(String associationId, String vpcId, String cidrBlock) {}
