package dev.envctl.sandbox.aws.elasticloadbalancing;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/// `zones` are the subnets by availability zone.
public record LoadBalancerRow(
        String arn,
        String name,
        String dnsName,
        String vpcId,
        Map<String, String> zones,
        List<String> securityGroupIds,
        Instant createdAt,
        Map<String, String> tags) {}
