package dev.envctl.sandbox.aws.ec2;

import java.util.Optional;

public record InternetGatewayRow(String internetGatewayId, Optional<String> attachedVpcId) {}
