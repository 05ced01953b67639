package dev.envctl.kubernetes;

import dev.envctl.provider.Session;
import dev.envctl.trace.ClusterSights;
import dev.envctl.value.Ordered;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;

/// What a trace looks at inside a cluster. Each answer is one call.
record EndpointSights(String cluster, ClusterClients clients, Session session) implements ClusterSights {

    private static final String CONTROLLER = "aws-load-balancer-controller";

    private ClusterClient client() {
        return clients.get(cluster, session).client();
    }

    @Override
    public Optional<Workload> deployment(String namespace, String name) {
        return client().get(ObjectType.DEPLOYMENT, namespace, name).map(EndpointSights::workload);
    }

    private static Workload workload(ClusterObject live) {
        return new Workload(
                live.namespace(),
                live.name(),
                live.number("spec", "replicas").orElse(1),
                live.number("status", "availableReplicas").orElse(0),
                complaint(live.list("status", "conditions"), "Available", "Progressing"),
                texts(live.map("spec", "selector", "matchLabels")));
    }

    private static SequencedMap<String, String> texts(Map<?, ?> map) {
        SequencedMap<String, String> texts = new LinkedHashMap<>();
        map.forEach((key, value) -> texts.put(String.valueOf(key), String.valueOf(value)));
        return Ordered.copyOf(texts);
    }

    /// Why the first of these conditions does not hold.
    private static Optional<String> complaint(List<?> conditions, String... types) {
        return Stream.of(types)
                .flatMap(type -> conditions.stream()
                        .filter(Map.class::isInstance)
                        .map(condition -> texts((Map<?, ?>) condition))
                        .filter(condition ->
                                type.equals(condition.get("type")) && !"True".equals(condition.get("status"))))
                .flatMap(condition ->
                        Stream.of("message", "reason").flatMap(key -> Stream.ofNullable(condition.get(key))))
                .findFirst();
    }

    @Override
    public List<Pod> pods(String namespace, SequencedMap<String, String> labels) {
        return client().listIn(ObjectType.POD, namespace, labels).stream()
                .map(EndpointSights::pod)
                .toList();
    }

    private static Pod pod(ClusterObject live) {
        List<?> conditions = live.list("status", "conditions");
        boolean ready = conditions.stream()
                .filter(Map.class::isInstance)
                .map(condition -> texts((Map<?, ?>) condition))
                .anyMatch(condition -> "Ready".equals(condition.get("type")) && "True".equals(condition.get("status")));
        return new Pod(
                live.name(),
                live.find("status", "phase").orElse("Unknown"),
                ready,
                complaint(conditions, "PodScheduled", "Ready"));
    }

    @Override
    public Optional<Service> service(String namespace, String name) {
        return client().get(ObjectType.SERVICE, namespace, name)
                .map(live -> new Service(
                        live.name(),
                        live.list("spec", "ports").stream()
                                .filter(Map.class::isInstance)
                                .flatMap(port -> port((Map<?, ?>) port).stream())
                                .toList()));
    }

    private static Optional<Port> port(Map<?, ?> port) {
        return port.get("port") instanceof Number number
                ? Optional.of(new Port(
                        number.intValue(),
                        String.valueOf(Optional.<Object>ofNullable(port.get("targetPort"))
                                .orElse(number)),
                        port.get("nodePort") instanceof Number node ? Optional.of(node.intValue()) : Optional.empty()))
                : Optional.empty();
    }

    @Override
    public Optional<Ingress> ingress(String namespace, String name) {
        return client().get(ObjectType.INGRESS, namespace, name)
                .map(live -> new Ingress(
                        live.name(),
                        live.list("status", "loadBalancer", "ingress").stream()
                                .filter(Map.class::isInstance)
                                .flatMap(entry -> Stream.ofNullable(
                                        texts((Map<?, ?>) entry).get("hostname")))
                                .findFirst()));
    }

    @Override
    public Optional<String> warning(String namespace, String kind, String name) {
        return client().listEvents(namespace, kind, name).stream()
                .filter(event -> event.text("type").equals("Warning"))
                .max((one, other) -> when(one).compareTo(when(other)))
                .map(event -> event.text("message"));
    }

    private static String when(ClusterObject event) {
        return event.find("lastTimestamp").orElseGet(() -> event.text("eventTime"));
    }

    @Override
    public Optional<Binding> binding(String namespace, String ingress) {
        SequencedMap<String, String> labels = new LinkedHashMap<>();
        labels.put("ingress.k8s.aws/stack-namespace", namespace);
        labels.put("ingress.k8s.aws/stack-name", ingress);
        return client().listIn(ObjectType.TARGET_GROUP_BINDING, namespace, labels).stream()
                .findFirst()
                .map(live -> new Binding(
                        live.name(), live.text("spec", "targetGroupARN"), live.text("spec", "serviceRef", "name")));
    }

    /// By the label that its chart sets, or else by its usual name.
    @Override
    public Optional<Workload> loadBalancerController() {
        List<ClusterObject> labelled =
                client().listLabelled(ObjectType.DEPLOYMENT, "app.kubernetes.io/name", CONTROLLER);
        List<ClusterObject> found =
                labelled.isEmpty() ? client().listNamed(ObjectType.DEPLOYMENT, CONTROLLER) : labelled;
        return found.stream().findFirst().map(EndpointSights::workload);
    }
}
