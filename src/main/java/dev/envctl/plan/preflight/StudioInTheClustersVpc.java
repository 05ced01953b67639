package dev.envctl.plan.preflight;

import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import java.util.List;
import java.util.Optional;

/// Workspaces reach endpoints within one VPC: Studio in `vpc-a`, cluster with an endpoint in `vpc-b` → nobody can
/// attach. With several Studios one in the cluster's VPC is enough.
final class StudioInTheClustersVpc implements Preflight {

    @Override
    public List<Problem> check(Landscape landscape) {
        Network network = new Network(landscape);
        List<Item> studios = landscape.all("Studio");
        return new Endpoints(landscape)
                .clusters().stream()
                        .flatMap(cluster -> network.vpc(cluster).stream()
                                .filter(vpc -> !studios.isEmpty()
                                        && studios.stream().allMatch(studio -> isElsewhere(network.vpc(studio), vpc)))
                                .map(vpc -> problem(studios.getFirst(), cluster, vpc, network)))
                        .toList();
    }

    static boolean isElsewhere(Optional<Target> place, Target vpc) {
        return place.filter(other -> !other.identity().equals(vpc.identity())).isPresent();
    }

    private static Problem problem(Item studio, Item cluster, Target vpc, Network network) {
        return studio.problem(
                Code.STUDIO_OUTSIDE_VPC,
                Network.VPC_ID,
                "%s is in %s, and %s with its endpoints in %s: no workspace could reach them."
                        .formatted(
                                studio.address(),
                                network.vpc(studio).map(Target::identity).orElse("another VPC"),
                                cluster.address(),
                                vpc.identity()),
                "Put the Studio into the VPC of the cluster.");
    }
}
