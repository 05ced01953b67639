package dev.envctl.trace;

import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import java.util.Optional;
import java.util.function.Supplier;

/// The cluster's half of the path. An API server that did not answer once is not asked again: each time takes a minute.
final class ClusterLookout {

    private final ClusterSights cluster;
    private final EndpointPath path;
    private Optional<Problem> unreachable = Optional.empty();

    ClusterLookout(ClusterSights cluster, EndpointPath path) {
        this.cluster = cluster;
        this.path = path;
    }

    Scene.Inside look() {
        var deployment = look(() -> cluster.deployment(path.namespace(), path.deployment()));
        var pods = deployment.then(found -> look(() -> Optional.of(cluster.pods(path.namespace(), found.selector()))));
        var service = look(() -> cluster.service(path.namespace(), path.service()));
        var controller = look(cluster::loadBalancerController);
        var ingress = look(() -> cluster.ingress(path.namespace(), path.ingress()));
        Optional<String> warning = ingress.seen()
                .filter(found -> found.host().isEmpty())
                .flatMap(_ -> look(() -> cluster.warning(path.namespace(), "Ingress", path.ingress()))
                        .seen());
        var binding = look(() -> cluster.binding(path.namespace(), path.ingress()));
        return new Scene.Inside(deployment, pods, service, controller, ingress, warning, binding);
    }

    private <T> Sighting<T> look(Supplier<Optional<T>> look) {
        if (unreachable.isPresent()) {
            return new Sighting.Refused<>(unreachable.get());
        }
        Sighting<T> sighting = Sighting.of(look);
        if (sighting instanceof Sighting.Refused<T>(Problem problem) && problem.code() == Code.CLUSTER_UNREACHABLE) {
            unreachable = Optional.of(problem);
        }
        return sighting;
    }
}
