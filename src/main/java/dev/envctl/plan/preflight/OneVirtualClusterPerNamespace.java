package dev.envctl.plan.preflight;

import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.value.FieldPath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A namespace belongs to one virtual cluster: two in `spark` of one cluster → EMR refuses the second.
final class OneVirtualClusterPerNamespace implements Preflight {

    private static final FieldPath NAMESPACE = FieldPath.of("containerProvider", "info", "eksInfo", "namespace");

    private record Place(String cluster, String namespace) {}

    @Override
    public List<Problem> check(Landscape landscape) {
        Map<Place, Item> taken = new LinkedHashMap<>();
        List<Problem> problems = new ArrayList<>();
        for (Item item : landscape.managed("VirtualCluster")) {
            place(item, landscape).ifPresent(place -> {
                Optional<Item> first = Optional.ofNullable(taken.putIfAbsent(place, item));
                first.ifPresent(other -> problems.add(problem(item, other, place)));
            });
        }
        return problems;
    }

    private static Optional<Place> place(Item item, Landscape landscape) {
        Optional<String> namespace = item.text(NAMESPACE);
        return landscape
                .target(item, Endpoints.PROVIDER_ID, "Cluster", "name")
                .flatMap(cluster -> namespace.map(name -> new Place(cluster.identity(), name)));
    }

    private static Problem problem(Item item, Item other, Place place) {
        return item.problem(
                Code.NAMESPACE_SHARED,
                NAMESPACE,
                "%s and %s both want the namespace %s of %s, which only one virtual cluster can have."
                        .formatted(item.address(), other.address(), place.namespace(), place.cluster()),
                "Give each its own namespace, or use one virtual cluster for both.");
    }
}
