package dev.envctl.trace;

import static dev.envctl.trace.PathRules.withReason;

import dev.envctl.trace.CloudSights.Endpoint;
import dev.envctl.trace.ClusterSights.Binding;
import dev.envctl.trace.ClusterSights.Ingress;
import dev.envctl.trace.ClusterSights.Pod;
import dev.envctl.trace.ClusterSights.Port;
import dev.envctl.trace.ClusterSights.Service;
import dev.envctl.trace.ClusterSights.Workload;
import dev.envctl.trace.Stage.Remedy;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/// The cluster's half: the gateway runs, its Service opens a port on the nodes, and the controller has put a load
/// balancer before it.
record InsideRules(Stage stage, EndpointPath path, Endpoint endpoint, String replacement) {

    private static final Remedy RESTART_CONTROLLER =
            new Remedy("Restart the AWS Load Balancer Controller, which makes it anew; its log says what keeps it.");

    private Remedy replace() {
        return new Remedy("Replace the endpoint, since EMR makes this only once, %s.".formatted(replacement));
    }

    List<Link> workload(Scene.Inside inside) {
        return List.of(deployment(inside), service(inside.service()), controller(inside.controller()));
    }

    private Link deployment(Scene.Inside inside) {
        return stage.judge(
                Part.DEPLOYMENT,
                path.deployment(),
                inside.deployment(),
                replace(),
                found -> available(
                                Part.DEPLOYMENT,
                                path.deployment(),
                                found,
                                "See why its pods do not run: %s."
                                        .formatted(describe("pods --selector " + selector(found))))
                        .over(pods(inside.pods())));
    }

    /// Somebody scaled it down, and no look at its pods would tell.
    private static String remedy(Workload workload, String otherwise) {
        return workload.wanted() > 0
                ? otherwise
                : "It is scaled to none; bring it back: kubectl --namespace %s scale deployment %s --replicas 1."
                        .formatted(workload.namespace(), workload.name());
    }

    private Link available(Part part, String name, Workload workload, String remedy) {
        String count = "%d of %d available".formatted(workload.available(), workload.wanted());
        return workload.available() > 0
                ? Link.sound(part, name, count)
                : stage.faulty(
                        part, name, withReason(count, workload.complaint()), Optional.of(remedy(workload, remedy)));
    }

    private static String selector(Workload workload) {
        return String.join(
                ",",
                workload.selector().entrySet().stream()
                        .map(label -> label.getKey() + "=" + label.getValue())
                        .toList());
    }

    private String describe(String what) {
        return "kubectl --namespace %s describe %s".formatted(path.namespace(), what);
    }

    /// What a pod lacks is said by its Deployment; here it only shows which one.
    private static List<Link> pods(Sighting<List<Pod>> pods) {
        return switch (pods) {
            case Sighting.Seen<List<Pod>>(List<Pod> found) ->
                found.stream().map(InsideRules::pod).toList();
            case Sighting.Refused<List<Pod>>(var problem) ->
                List.of(new Link(Part.POD, "*", Condition.UNSEEN, problem.detail(), problem.hint(), List.of()));
            case Sighting.Absent<List<Pod>> _, Sighting.Unsought<List<Pod>> _ -> List.of();
        };
    }

    private static Link pod(Pod pod) {
        return pod.ready()
                ? Link.sound(Part.POD, pod.name(), pod.phase())
                : Link.of(Part.POD, pod.name(), Condition.PENDING, withReason(pod.phase(), pod.complaint()));
    }

    private Link service(Sighting<Service> service) {
        return stage.judge(
                Part.SERVICE,
                path.service(),
                service,
                replace(),
                found -> found.ports().stream()
                        .filter(port -> port.port() == EndpointPath.PORT)
                        .findFirst()
                        .map(this::reachable)
                        .orElseGet(() -> stage.faulty(
                                Part.SERVICE,
                                path.service(),
                                "no port " + EndpointPath.PORT,
                                Optional.of(replace().sentence()))));
    }

    private Link reachable(Port port) {
        String node =
                port.node().map(number -> " on node port %d".formatted(number)).orElse("");
        return Link.sound(Part.SERVICE, path.service(), "port %d%s to %s".formatted(port.port(), node, port.target()));
    }

    /// Without it an endpoint that is being made fails, one that is there is no longer looked after, and one that
    /// goes leaves its load balancer behind.
    private Link controller(Sighting<Workload> controller) {
        String name = controller
                .seen()
                .map(found -> found.namespace() + "/" + found.name())
                .orElse("aws-load-balancer-controller");
        String install =
                "Install the AWS Load Balancer Controller in cluster %s: nothing else makes or mends load balancers for its Ingresses."
                        .formatted(path.cluster());
        if (controller instanceof Sighting.Absent<Workload>) {
            return Link.of(Part.CONTROLLER, name, Condition.BROKEN, "missing").advising(install);
        }
        Stage always = stage == Stage.MAKING ? Stage.MAKING : Stage.SERVING;
        return always.judge(
                Part.CONTROLLER,
                name,
                controller,
                new Remedy(install),
                found -> available(
                        Part.CONTROLLER,
                        name,
                        found,
                        "See why it does not run: kubectl --namespace %s describe deployment %s."
                                .formatted(found.namespace(), found.name())));
    }

    Link ingress(Scene.Inside inside) {
        return stage.judge(
                Part.INGRESS, path.ingress(), inside.ingress(), replace(), found -> addressed(found, inside.warning()));
    }

    private Link addressed(Ingress ingress, Optional<String> warning) {
        if (ingress.host().isEmpty()) {
            return stage.faulty(
                    Part.INGRESS,
                    path.ingress(),
                    withReason("has no address", warning),
                    Optional.of("See what the AWS Load Balancer Controller says of it: %s."
                            .formatted(describe("ingress " + path.ingress()))));
        }
        String host = ingress.host().get();
        Optional<String> promised = endpoint.serverUrl().map(url -> host(url));
        return promised.filter(other -> !other.equalsIgnoreCase(host))
                .map(other -> stage.faulty(
                        Part.INGRESS,
                        path.ingress(),
                        "its address is %s, and the endpoint's is %s".formatted(host, other),
                        Optional.of("Replace the endpoint: its load balancer is another one than it was made with.")))
                .orElseGet(() -> Link.sound(Part.INGRESS, path.ingress(), host));
    }

    private static String host(String url) {
        return Optional.ofNullable(URI.create(url).getHost()).orElse(url);
    }

    Link binding(Sighting<Binding> binding) {
        String name = binding.seen().map(Binding::name).orElse("of " + path.ingress());
        return stage.judge(
                Part.TARGET_GROUP_BINDING,
                name,
                binding,
                RESTART_CONTROLLER,
                found -> found.serviceName().equals(path.service())
                        ? Link.sound(Part.TARGET_GROUP_BINDING, name, "binds " + found.serviceName())
                        : stage.faulty(
                                Part.TARGET_GROUP_BINDING,
                                name,
                                "binds %s instead of %s".formatted(found.serviceName(), path.service()),
                                Optional.of(RESTART_CONTROLLER.sentence())));
    }
}
