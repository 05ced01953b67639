package dev.envctl.plan.preflight;

import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.value.FieldPath;
import java.util.List;

/// An endpoint's gateway is reached through nodes, and Fargate has none to reach: a cluster with Fargate profiles and
/// no node group → the endpoint never becomes active.
final class NodesBesideFargate implements Preflight {

    @Override
    public List<Problem> check(Landscape landscape) {
        Endpoints endpoints = new Endpoints(landscape);
        return endpoints.all().stream()
                .filter(offer -> isFargateOnly(offer.cluster(), endpoints))
                .map(NodesBesideFargate::problem)
                .toList();
    }

    private static boolean isFargateOnly(Item cluster, Endpoints endpoints) {
        return endpoints.areAllNodesKnown(cluster)
                && endpoints.in(cluster, "Nodegroup").filter(List::isEmpty).isPresent()
                && endpoints
                        .in(cluster, "FargateProfile")
                        .filter(profiles -> !profiles.isEmpty())
                        .isPresent();
    }

    private static Problem problem(Endpoints.Offer offer) {
        return offer.endpoint()
                .problem(
                        Code.FARGATE_ONLY,
                        FieldPath.of("virtualClusterId"),
                        "%s has Fargate profiles and no node group, so %s could not run in it."
                                .formatted(
                                        offer.cluster().address(),
                                        offer.endpoint().address()),
                        "Add a Nodegroup to the cluster; jobs may stay on Fargate.");
    }
}
