package dev.envctl.aws.sights;

import dev.envctl.aws.AwsClients;
import dev.envctl.aws.Refusals;
import dev.envctl.trace.CloudSights.Listener;
import dev.envctl.trace.CloudSights.LoadBalancer;
import dev.envctl.trace.CloudSights.Stack;
import dev.envctl.trace.CloudSights.Tagged;
import dev.envctl.trace.CloudSights.Target;
import dev.envctl.trace.CloudSights.TargetGroup;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.ResourceTagMapping;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.TagFilter;

/// What the load balancer controller makes.
record BalancerSights(AwsClients clients) {

    Tagged tagged(Stack stack) {
        List<String> arns = clients
                .tagging()
                .getResourcesPaginator(request -> request.resourceTypeFilters(
                                "elasticloadbalancing:loadbalancer", "elasticloadbalancing:targetgroup")
                        .tagFilters(
                                filter("elbv2.k8s.aws/cluster", stack.cluster()),
                                filter("ingress.k8s.aws/stack", stack.namespace() + "/" + stack.ingress())))
                .resourceTagMappingList()
                .stream()
                .map(ResourceTagMapping::resourceARN)
                .toList();
        return new Tagged(with(arns, ":loadbalancer/"), with(arns, ":targetgroup/"));
    }

    private static TagFilter filter(String key, String value) {
        return TagFilter.builder().key(key).values(value).build();
    }

    private static List<String> with(List<String> arns, String part) {
        return arns.stream().filter(arn -> arn.contains(part)).sorted().toList();
    }

    Optional<TargetGroup> targetGroup(String arn) {
        return Refusals.found(
                        () -> clients.loadBalancing().describeTargetGroups(request -> request.targetGroupArns(arn)),
                        "TargetGroupNotFound")
                .flatMap(answer -> answer.targetGroups().stream().findFirst())
                .map(live -> new TargetGroup(
                        live.targetGroupArn(),
                        live.targetGroupName(),
                        live.targetTypeAsString(),
                        live.loadBalancerArns()));
    }

    List<Target> targets(String targetGroupArn) {
        return clients
                .loadBalancing()
                .describeTargetHealth(request -> request.targetGroupArn(targetGroupArn))
                .targetHealthDescriptions()
                .stream()
                .map(BalancerSights::target)
                .toList();
    }

    private static Target target(TargetHealthDescription live) {
        return new Target(
                live.target().id(),
                Optional.ofNullable(live.target().port()).orElse(0),
                live.targetHealth().stateAsString(),
                Optional.ofNullable(live.targetHealth().description())
                        .or(() -> Optional.ofNullable(live.targetHealth().reasonAsString())));
    }

    Optional<LoadBalancer> loadBalancer(String arn) {
        return Refusals.found(
                        () -> clients.loadBalancing().describeLoadBalancers(request -> request.loadBalancerArns(arn)),
                        "LoadBalancerNotFound")
                .flatMap(answer -> answer.loadBalancers().stream().findFirst())
                .map(live -> new LoadBalancer(
                        live.loadBalancerArn(),
                        live.loadBalancerName(),
                        live.dnsName(),
                        live.state().codeAsString(),
                        Optional.ofNullable(live.state().reason()),
                        live.vpcId(),
                        live.securityGroups()));
    }

    List<Listener> listeners(String loadBalancerArn) {
        return clients
                .loadBalancing()
                .describeListenersPaginator(request -> request.loadBalancerArn(loadBalancerArn))
                .listeners()
                .stream()
                .map(live -> new Listener(
                        live.port(),
                        live.protocolAsString(),
                        live.certificates().stream()
                                .map(certificate -> certificate.certificateArn())
                                .toList()))
                .toList();
    }
}
