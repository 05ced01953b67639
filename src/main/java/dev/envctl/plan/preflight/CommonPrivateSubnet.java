package dev.envctl.plan.preflight;

import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// An endpoint is offered in a Studio only when the two share a private subnet: Studio in `a`, cluster in `b` and `c` →
/// the endpoint is there and no workspace shows it. With several Studios one that shares is enough.
final class CommonPrivateSubnet implements Preflight {

    @Override
    public List<Problem> check(Landscape landscape) {
        Network network = new Network(landscape);
        List<Item> studios = landscape.all("Studio");
        return new Endpoints(landscape)
                .clusters().stream()
                        .filter(cluster -> !studios.isEmpty()
                                && studios.stream().allMatch(studio -> sharesNone(studio, cluster, network))
                                && studios.stream().anyMatch(studio -> isNear(studio, cluster, network)))
                        .map(cluster -> problem(
                                studios.stream()
                                        .filter(studio -> isNear(studio, cluster, network))
                                        .findFirst()
                                        .orElseThrow(),
                                cluster,
                                network))
                        .toList();
    }

    /// Another VPC is another rule's finding.
    private static boolean isNear(Item studio, Item cluster, Network network) {
        return network.vpc(cluster)
                .filter(vpc -> StudioInTheClustersVpc.isElsewhere(network.vpc(studio), vpc))
                .isEmpty();
    }

    private static boolean sharesNone(Item studio, Item cluster, Network network) {
        return common(studio, cluster, network)
                .filter(shared -> shared.stream().allMatch(network::isPublic))
                .isPresent();
    }

    private static Optional<List<Target>> common(Item studio, Item cluster, Network network) {
        Optional<List<Target>> clusters = network.clusterSubnets(cluster);
        return network.subnets(studio, Network.SUBNET_IDS)
                .flatMap(studios -> clusters.map(others -> {
                    Set<String> identities = Network.names(others).collect(Collectors.toSet());
                    return studios.stream()
                            .filter(subnet -> identities.contains(subnet.identity()))
                            .toList();
                }));
    }

    private static Problem problem(Item studio, Item cluster, Network network) {
        List<Target> shared = common(studio, cluster, network).orElse(List.of());
        String reason = shared.isEmpty()
                ? "have no subnet in common"
                : "have only public subnets in common (%s)"
                        .formatted(Network.names(shared).collect(Collectors.joining(", ")));
        return studio.problem(
                Code.NO_COMMON_PRIVATE_SUBNET,
                Network.SUBNET_IDS,
                "%s and %s %s, so the Studio would not offer the cluster's endpoints."
                        .formatted(studio.address(), cluster.address(), reason),
                "Give the Studio a private subnet of the cluster.");
    }
}
