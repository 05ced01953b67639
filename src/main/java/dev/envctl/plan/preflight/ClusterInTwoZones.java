package dev.envctl.plan.preflight;

import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.value.Value;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;

/// EKS refuses a cluster whose subnets stand in one zone, and so does a load balancer.
final class ClusterInTwoZones implements Preflight {

    @Override
    public List<Problem> check(Landscape landscape) {
        Network network = new Network(landscape);
        return landscape.managed("Cluster").stream()
                .filter(cluster -> isInOneZone(cluster, network))
                .map(ClusterInTwoZones::problem)
                .toList();
    }

    private static boolean isInOneZone(Item cluster, Network network) {
        boolean single = cluster.at(Network.CLUSTER_SUBNET_IDS).orElse(Value.NULL) instanceof Value.ListValue list
                && list.elements().size() == 1;
        Optional<SequencedSet<String>> zones =
                network.subnets(cluster, Network.CLUSTER_SUBNET_IDS).flatMap(network::zones);
        return single || zones.filter(names -> names.size() == 1).isPresent();
    }

    private static Problem problem(Item cluster) {
        return cluster.problem(
                Code.CLUSTER_IN_ONE_ZONE,
                Network.CLUSTER_SUBNET_IDS,
                "The subnets of %s are all in one availability zone; EKS wants at least two."
                        .formatted(cluster.address()),
                "Add a subnet of another zone.");
    }
}
