package dev.envctl.sandbox.aws.elasticloadbalancing;

import dev.envctl.sandbox.ClusterView;
import dev.envctl.sandbox.World;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealth;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthReasonEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/// How the targets of a group are: a node answers on its port while the gateway behind it runs, wherever its pod is.
/// Which gateway that is, and in which cluster, stands in the tags that the controller gave the group.
record TargetStates(ClusterView.Clusters clusters) {

    private static final String INGRESS = "ingress-";

    TargetHealth of(TargetGroupRow group, World world) {
        var balancers = new LoadBalancingStore(world).loadBalancers();
        if (balancers.get(group.loadBalancerArn()).isEmpty()) {
            return TargetHealth.builder()
                    .state(TargetHealthStateEnum.UNUSED)
                    .reason(TargetHealthReasonEnum.TARGET_NOT_IN_USE)
                    .description("Target group is not configured to receive traffic from the load balancer")
                    .build();
        }
        return isAnswered(group, world)
                ? TargetHealth.builder().state(TargetHealthStateEnum.HEALTHY).build()
                : TargetHealth.builder()
                        .state(TargetHealthStateEnum.UNHEALTHY)
                        .reason(TargetHealthReasonEnum.TARGET_FAILED_HEALTH_CHECKS)
                        .description("Health checks failed")
                        .build();
    }

    private boolean isAnswered(TargetGroupRow group, World world) {
        var cluster = group.tags().getOrDefault("elbv2.k8s.aws/cluster", "");
        var stack = group.tags().getOrDefault("ingress.k8s.aws/stack", "").split("/", 2);
        return stack.length == 2
                && stack[1].startsWith(INGRESS)
                && clusters.named(world, cluster).isAvailable(stack[0], "jeg-" + stack[1].substring(INGRESS.length()));
    }
}
