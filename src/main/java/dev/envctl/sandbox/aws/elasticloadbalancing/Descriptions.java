package dev.envctl.sandbox.aws.elasticloadbalancing;

import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AvailabilityZone;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Certificate;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.IpAddressType;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerSchemeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerState;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerStateEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealth;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetTypeEnum;

/// Rows as ELB describes them.
final class Descriptions {

    private Descriptions() {}

    static LoadBalancer loadBalancer(LoadBalancerRow row) {
        return LoadBalancer.builder()
                .loadBalancerArn(row.arn())
                .loadBalancerName(row.name())
                .dnsName(row.dnsName())
                .canonicalHostedZoneId("Z35SXDOTRQ7X7K")
                .createdTime(row.createdAt())
                .scheme(LoadBalancerSchemeEnum.INTERNAL)
                .type(LoadBalancerTypeEnum.APPLICATION)
                .ipAddressType(IpAddressType.IPV4)
                .state(LoadBalancerState.builder()
                        .code(LoadBalancerStateEnum.ACTIVE)
                        .build())
                .vpcId(row.vpcId())
                .securityGroups(row.securityGroupIds())
                .availabilityZones(row.zones().entrySet().stream()
                        .map(zone -> AvailabilityZone.builder()
                                .zoneName(zone.getKey())
                                .subnetId(zone.getValue())
                                .build())
                        .toList())
                .build();
    }

    static TargetGroup targetGroup(TargetGroupRow row) {
        return TargetGroup.builder()
                .targetGroupArn(row.arn())
                .targetGroupName(row.name())
                .loadBalancerArns(row.loadBalancerArn())
                .protocol(ProtocolEnum.HTTPS)
                .port(row.port())
                .vpcId(row.vpcId())
                .targetType(TargetTypeEnum.INSTANCE)
                .healthCheckEnabled(true)
                .healthCheckProtocol(ProtocolEnum.HTTPS)
                .healthCheckPort("traffic-port")
                .healthCheckPath("/api")
                .build();
    }

    static Listener listener(ListenerRow row) {
        return Listener.builder()
                .listenerArn(row.arn())
                .loadBalancerArn(row.loadBalancerArn())
                .port(row.port())
                .protocol(ProtocolEnum.HTTPS)
                .sslPolicy("ELBSecurityPolicy-2016-08")
                .certificates(Certificate.builder()
                        .certificateArn(row.certificateArn())
                        .build())
                .defaultActions(Action.builder()
                        .type(ActionTypeEnum.FORWARD)
                        .order(1)
                        .targetGroupArn(row.targetGroupArn())
                        .build())
                .build();
    }

    static TargetHealthDescription health(TargetGroupRow group, String target, TargetHealth health) {
        return TargetHealthDescription.builder()
                .target(TargetDescription.builder()
                        .id(target)
                        .port(group.port())
                        .build())
                .healthCheckPort(String.valueOf(group.port()))
                .targetHealth(health)
                .build();
    }
}
