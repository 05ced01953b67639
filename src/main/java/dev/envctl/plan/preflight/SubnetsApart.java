package dev.envctl.plan.preflight;

import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.value.Cidr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// No two subnets of a VPC share an address: `10.0.0.0/20` beside `10.0.8.0/24` → EC2 refuses the second.
final class SubnetsApart implements Preflight {

    private record Placed(Item subnet, String vpc, Cidr block) {}

    @Override
    public List<Problem> check(Landscape landscape) {
        Network network = new Network(landscape);
        List<Placed> earlier = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (Item subnet : landscape.all("Subnet")) {
            placed(subnet, network).ifPresent(placed -> {
                earlier.stream()
                        .filter(other -> clash(other, placed))
                        .findFirst()
                        .ifPresent(other -> problems.add(problem(placed, other)));
                earlier.add(placed);
            });
        }
        return problems;
    }

    private static Optional<Placed> placed(Item subnet, Network network) {
        Optional<Target> vpc = network.vpc(subnet);
        return SubnetInsideItsVpc.cidr(subnet)
                .flatMap(block -> vpc.map(place -> new Placed(subnet, place.identity(), block)));
    }

    /// The same live subnet may be looked up twice.
    private static boolean clash(Placed one, Placed other) {
        return (one.subnet().isManaged() || other.subnet().isManaged())
                && one.vpc().equals(other.vpc())
                && one.block().overlaps(other.block());
    }

    private static Problem problem(Placed placed, Placed other) {
        Item blamed = placed.subnet().isManaged() ? placed.subnet() : other.subnet();
        Item kept = blamed.equals(placed.subnet()) ? other.subnet() : placed.subnet();
        return blamed.problem(
                Code.SUBNETS_OVERLAP,
                SubnetInsideItsVpc.CIDR_BLOCK,
                "%s (%s) and %s (%s) share addresses."
                        .formatted(
                                blamed.address(),
                                blamed.text(SubnetInsideItsVpc.CIDR_BLOCK).orElseThrow(),
                                kept.address(),
                                kept.text(SubnetInsideItsVpc.CIDR_BLOCK).orElseThrow()),
                "Give each subnet of a VPC addresses of its own.");
    }
}
