package dev.envctl.sandbox.aws.emrcontainers;

import dev.envctl.sandbox.World;
import dev.envctl.sandbox.aws.Identifiers;

/// Names as the AWS Load Balancer Controller makes them: the beginnings of namespace and object, letters and digits
/// only, and a hash.
record LoadBalancerNames(String region, String loadBalancer, String targetGroup, String hash) {

    static LoadBalancerNames of(String region, String namespace, String endpointId) {
        var hash = Identifiers.hex("load balancer of " + namespace + "/" + endpointId);
        return new LoadBalancerNames(
                region,
                "k8s-%s-%s-%s".formatted(start(namespace), start("ingress" + endpointId), hash.substring(0, 10)),
                "k8s-%s-%s-%s".formatted(start(namespace), start("service" + endpointId), hash.substring(10, 20)),
                hash);
    }

    private static String start(String name) {
        var plain = name.replaceAll("[^A-Za-z0-9]", "");
        return plain.substring(0, Math.min(8, plain.length()));
    }

    String dnsName() {
        return "internal-%s-%d.%s.elb.amazonaws.com"
                .formatted(loadBalancer, 100_000_000 + Long.parseLong(hash.substring(20, 27), 16), region);
    }

    String loadBalancerPath() {
        return "%s/%s".formatted(loadBalancer, hash.substring(27, 43));
    }

    String loadBalancerArn() {
        return arn("loadbalancer/app/" + loadBalancerPath());
    }

    String listenerArn() {
        return arn("listener/app/%s/%s".formatted(loadBalancerPath(), hash.substring(43, 59)));
    }

    String targetGroupArn() {
        return arn("targetgroup/%s/%s".formatted(targetGroup, hash.substring(40, 56)));
    }

    private String arn(String resource) {
        return "arn:aws:elasticloadbalancing:%s:%s:%s".formatted(region, World.ACCOUNT_ID, resource);
    }
}
