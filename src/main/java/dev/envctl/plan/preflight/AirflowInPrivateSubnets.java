package dev.envctl.plan.preflight;

import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Managed Airflow runs in private subnets only: one with a route to an internet gateway → it ends CREATE_FAILED after
/// half an hour.
final class AirflowInPrivateSubnets implements Preflight {

    @Override
    public List<Problem> check(Landscape landscape) {
        Network network = new Network(landscape);
        return landscape.managed("AirflowEnvironment").stream()
                .flatMap(airflow -> publicOnes(airflow, network).map(names -> problem(airflow, names)).stream())
                .toList();
    }

    private static Optional<String> publicOnes(Item airflow, Network network) {
        List<Target> found = network.subnets(airflow, AirflowInTwoZones.SUBNET_IDS).orElse(List.of()).stream()
                .filter(network::isPublic)
                .toList();
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(Network.names(found).collect(Collectors.joining(", ")));
    }

    private static Problem problem(Item airflow, String names) {
        return airflow.problem(
                Code.AIRFLOW_IN_PUBLIC,
                AirflowInTwoZones.SUBNET_IDS,
                "%s would run in subnets with a route to an internet gateway: %s.".formatted(airflow.address(), names),
                "Name two private subnets, with a NAT gateway or VPC endpoints for what Airflow has to reach.");
    }
}
