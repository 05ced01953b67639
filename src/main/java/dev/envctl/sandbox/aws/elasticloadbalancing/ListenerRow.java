package dev.envctl.sandbox.aws.elasticloadbalancing;

import java.util.Map;

public record ListenerRow(
        String arn,
        String loadBalancerArn,
        String targetGroupArn,
        int port,
        String certificateArn,
        Map<String, String> tags) {}
