package dev.envctl.sandbox.aws.ec2;

import java.util.List;

/// `requesterId` names the AWS service or account that made it, such as `amazon-elb`.
public record NetworkInterfaceRow(
        String networkInterfaceId,
        String vpcId,
        String subnetId,
        String availabilityZone,
        String description,
        String interfaceType,
        String privateIp,
        String requesterId,
        List<String> groupIds) {}
