package dev.envctl.plan.preflight;

import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.value.FieldPath;
import dev.envctl.value.Value;
import java.util.List;
import java.util.Optional;

/// Managed Airflow takes exactly two subnets, in two zones.
final class AirflowInTwoZones implements Preflight {

    static final FieldPath SUBNET_IDS = FieldPath.of("networkConfiguration", "subnetIds");

    @Override
    public List<Problem> check(Landscape landscape) {
        Network network = new Network(landscape);
        return landscape.managed("AirflowEnvironment").stream()
                .flatMap(airflow -> reason(airflow, network).map(reason -> problem(airflow, reason)).stream())
                .toList();
    }

    private static Optional<String> reason(Item airflow, Network network) {
        if (airflow.at(SUBNET_IDS).orElse(Value.NULL) instanceof Value.ListValue list
                && list.elements().size() != 2) {
            return Optional.of("has %d subnets".formatted(list.elements().size()));
        }
        return network.subnets(airflow, SUBNET_IDS)
                .flatMap(network::zones)
                .filter(zones -> zones.size() == 1)
                .map(zones -> "has both subnets in " + zones.getFirst());
    }

    private static Problem problem(Item airflow, String reason) {
        return airflow.problem(
                Code.AIRFLOW_ZONES,
                SUBNET_IDS,
                "%s %s; Managed Airflow takes two, in two availability zones.".formatted(airflow.address(), reason),
                "Name two private subnets of different zones. Subnets cannot be changed later without a replacement.");
    }
}
