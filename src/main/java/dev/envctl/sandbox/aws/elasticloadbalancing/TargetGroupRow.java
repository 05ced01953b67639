package dev.envctl.sandbox.aws.elasticloadbalancing;

import java.util.List;
import java.util.Map;

/// `targets` are instance ids, reached on the node port.
public record TargetGroupRow(
        String arn,
        String name,
        String loadBalancerArn,
        String vpcId,
        int port,
        List<String> targets,
        Map<String, String> tags) {}
