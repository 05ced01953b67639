package dev.envctl.trace;

import dev.envctl.problem.Code;
import dev.envctl.provider.ProviderException;
import dev.envctl.trace.CloudSights.Certificate;
import dev.envctl.trace.CloudSights.Endpoint;
import dev.envctl.trace.CloudSights.Listener;
import dev.envctl.trace.CloudSights.LoadBalancer;
import dev.envctl.trace.CloudSights.Rule;
import dev.envctl.trace.CloudSights.SecurityGroup;
import dev.envctl.trace.CloudSights.Studio;
import dev.envctl.trace.CloudSights.Target;
import dev.envctl.trace.CloudSights.TargetGroup;
import dev.envctl.trace.CloudSights.VirtualCluster;
import dev.envctl.trace.ClusterSights.Binding;
import dev.envctl.trace.ClusterSights.Ingress;
import dev.envctl.trace.ClusterSights.Pod;
import dev.envctl.trace.ClusterSights.Port;
import dev.envctl.trace.ClusterSights.Service;
import dev.envctl.trace.ClusterSights.Workload;
import dev.envctl.value.Address;
import dev.envctl.value.Ordered;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An endpoint in good health, and the one thing that a test takes from it.
final class SceneBuilder {

    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    static final String HOST = "internal-k8s-spark-ingress8-0a1b2c3d4e-123456789.us-east-1.elb.amazonaws.com";
    static final String CERTIFICATE = "arn:aws:acm:us-east-1:000000000000:certificate/11111111-2222";

    private static final String ID = "8gai4l4exxxxx";
    private static final String ELB = "arn:aws:elasticloadbalancing:us-east-1:000000000000:";
    private static final Lookout.Wanted WANTED =
            new Lookout.Wanted("dev", "environments/dev", Address.of("ManagedEndpoint", "pyspark"), Optional.empty());

    Sighting<Endpoint> endpoint = endpoint("ACTIVE", Optional.empty());
    Sighting<Workload> deployment = seen(workload("spark", "jeg-" + ID, 1, Optional.empty()));
    Sighting<List<Pod>> pods = seen(List.of(new Pod("jeg-" + ID + "-0", "Running", true, Optional.empty())));
    Sighting<Service> service =
            seen(new Service("service-" + ID, List.of(new Port(18_888, "9547", Optional.of(30_888)))));
    Sighting<Workload> controller = seen(workload("kube-system", "aws-load-balancer-controller", 1, Optional.empty()));
    Sighting<Ingress> ingress = seen(new Ingress("ingress-" + ID, Optional.of(HOST)));
    Optional<String> warning = Optional.empty();
    Sighting<Binding> binding = seen(new Binding("k8s-spark-service8-f0", ELB + "targetgroup/a", "service-" + ID));
    Sighting<TargetGroup> targetGroup = seen(
            new TargetGroup(ELB + "targetgroup/a", "k8s-spark-service8-f0", "instance", List.of(ELB + "loadbalancer")));
    Sighting<List<Target>> targets = seen(List.of(target("i-1", "healthy", ""), target("i-2", "healthy", "")));
    Sighting<LoadBalancer> loadBalancer = seen(new LoadBalancer(
            ELB + "loadbalancer",
            "k8s-spark-ingress8-0a1b2c3d4e",
            HOST,
            "active",
            Optional.empty(),
            "vpc-1",
            List.of("sg-lb")));
    Sighting<Listener> listener = seen(new Listener(18_888, "HTTPS", List.of(CERTIFICATE)));
    Sighting<Certificate> certificate =
            seen(new Certificate(CERTIFICATE, "ISSUED", Optional.of(Instant.parse("2036-01-01T00:00:00Z"))));
    Sighting<List<Studio>> studios = seen(List.of(new Studio("es-1", "data", "sg-workspace", "sg-engine")));
    Sighting<List<SecurityGroup>> groups = groups("sg-engine", "sg-engine");

    static <T> Sighting<T> seen(T thing) {
        return new Sighting.Seen<>(thing);
    }

    static <T> Sighting<T> absent() {
        return new Sighting.Absent<>();
    }

    static <T> Sighting<T> unsought() {
        return new Sighting.Unsought<>();
    }

    static <T> Sighting<T> denied(String action) {
        return Sighting.of(() -> {
            throw ProviderException.of(Code.ACCESS_DENIED, "The caller is not allowed to perform " + action + ".")
                    .withHint("Allow " + action + " in the caller's IAM policies.");
        });
    }

    static Sighting<Endpoint> endpoint(String state, Optional<String> details) {
        boolean active = state.equals("ACTIVE");
        return seen(new Endpoint(
                ID,
                "pyspark",
                new VirtualCluster("vc1", "data-platform", "spark", Optional.empty()),
                state,
                details,
                Optional.of("https://" + HOST + ":18888").filter(url -> active),
                Optional.of("sg-lb").filter(group -> active),
                Optional.of(CERTIFICATE).filter(arn -> active),
                Optional.empty(),
                NOW));
    }

    static Workload workload(String namespace, String name, int available, Optional<String> complaint) {
        return new Workload(
                namespace, name, 1, available, complaint, Ordered.copyOf(Map.of("app", "enterprise-gateway")));
    }

    static Target target(String id, String state, String reason) {
        return new Target(id, 30_888, state, Optional.of(reason).filter(text -> !text.isEmpty()));
    }

    /// The load balancer's group lets one peer in; the workspaces' group lets out to another.
    static Sighting<List<SecurityGroup>> groups(String in, String out) {
        return seen(List.of(
                new SecurityGroup("sg-lb", "emr-containers-lb-vc1-" + ID, List.of(rule(in)), List.of()),
                new SecurityGroup("sg-workspace", "workspace", List.of(), List.of(rule(out))),
                new SecurityGroup("sg-engine", "engine", List.of(rule("sg-workspace")), List.of())));
    }

    private static Rule rule(String peer) {
        return new Rule("tcp", 18_888, 18_888, peer);
    }

    /// Nothing of the endpoint is there; the controller and the Studios are.
    SceneBuilder withNothingBehind() {
        deployment = absent();
        pods = unsought();
        service = absent();
        ingress = absent();
        binding = absent();
        targetGroup = absent();
        targets = unsought();
        loadBalancer = absent();
        listener = unsought();
        certificate = unsought();
        studios = unsought();
        groups = unsought();
        return this;
    }

    Trace trace() {
        Scene.Inside inside = new Scene.Inside(deployment, pods, service, controller, ingress, warning, binding);
        Scene.Front front = new Scene.Front(targetGroup, targets, loadBalancer, listener, certificate, studios, groups);
        return new Trace(
                "dev",
                "us-east-1",
                WANTED.address(),
                new PathRules(NOW, WANTED).judge(new Scene(endpoint, inside, front)));
    }
}
