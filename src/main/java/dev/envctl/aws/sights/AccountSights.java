package dev.envctl.aws.sights;

import dev.envctl.aws.AwsClients;
import dev.envctl.aws.Refusals;
import dev.envctl.trace.CloudSights;
import java.util.List;
import java.util.Optional;

/// The account as a trace sees it, each refusal in envctl's words.
public final class AccountSights implements CloudSights {

    private final EmrSights emr;
    private final BalancerSights balancing;
    private final NetworkSights network;

    public AccountSights(AwsClients clients) {
        this.emr = new EmrSights(clients);
        this.balancing = new BalancerSights(clients);
        this.network = new NetworkSights(clients);
    }

    @Override
    public List<VirtualCluster> virtualClusters() {
        return Refusals.translated(emr::virtualClusters);
    }

    @Override
    public List<Endpoint> endpoints(VirtualCluster home) {
        return Refusals.translated(() -> emr.endpoints(home));
    }

    @Override
    public List<Studio> studios(String vpcId) {
        return Refusals.translated(() -> emr.studios(vpcId));
    }

    @Override
    public Tagged tagged(Stack stack) {
        return Refusals.translated(() -> balancing.tagged(stack));
    }

    @Override
    public Optional<TargetGroup> targetGroup(String arn) {
        return Refusals.translated(() -> balancing.targetGroup(arn));
    }

    @Override
    public List<Target> targets(String targetGroupArn) {
        return Refusals.translated(() -> balancing.targets(targetGroupArn));
    }

    @Override
    public Optional<LoadBalancer> loadBalancer(String arn) {
        return Refusals.translated(() -> balancing.loadBalancer(arn));
    }

    @Override
    public List<Listener> listeners(String loadBalancerArn) {
        return Refusals.translated(() -> balancing.listeners(loadBalancerArn));
    }

    @Override
    public Optional<Certificate> certificate(String arn) {
        return Refusals.translated(() -> network.certificate(arn));
    }

    @Override
    public List<SecurityGroup> securityGroups(List<String> ids) {
        return Refusals.translated(() -> network.securityGroups(ids));
    }
}
