package dev.envctl.trace;

import dev.envctl.trace.CloudSights.Certificate;
import dev.envctl.trace.CloudSights.Endpoint;
import dev.envctl.trace.CloudSights.Listener;
import dev.envctl.trace.CloudSights.LoadBalancer;
import dev.envctl.trace.CloudSights.SecurityGroup;
import dev.envctl.trace.CloudSights.Studio;
import dev.envctl.trace.CloudSights.Target;
import dev.envctl.trace.CloudSights.TargetGroup;
import dev.envctl.trace.ClusterSights.Binding;
import dev.envctl.trace.ClusterSights.Ingress;
import dev.envctl.trace.ClusterSights.Pod;
import dev.envctl.trace.ClusterSights.Service;
import dev.envctl.trace.ClusterSights.Workload;
import java.util.List;
import java.util.Optional;

/// Everything that was seen of one endpoint, before anybody judges it. `inside` is the cluster's half of the path,
/// `front` the account's.
record Scene(Sighting<Endpoint> endpoint, Inside inside, Front front) {

    /// What nobody looked for, because there is no endpoint.
    static final Inside NO_INSIDE = new Inside(
            new Sighting.Unsought<>(),
            new Sighting.Unsought<>(),
            new Sighting.Unsought<>(),
            new Sighting.Unsought<>(),
            new Sighting.Unsought<>(),
            Optional.empty(),
            new Sighting.Unsought<>());

    static final Front NO_FRONT = new Front(
            new Sighting.Unsought<>(),
            new Sighting.Unsought<>(),
            new Sighting.Unsought<>(),
            new Sighting.Unsought<>(),
            new Sighting.Unsought<>(),
            new Sighting.Unsought<>(),
            new Sighting.Unsought<>());

    /// `warning` is what the controller last complained of at the Ingress.
    record Inside(
            Sighting<Workload> deployment,
            Sighting<List<Pod>> pods,
            Sighting<Service> service,
            Sighting<Workload> controller,
            Sighting<Ingress> ingress,
            Optional<String> warning,
            Sighting<Binding> binding) {}

    /// `groups` are those of the load balancer and of the Studios.
    record Front(
            Sighting<TargetGroup> targetGroup,
            Sighting<List<Target>> targets,
            Sighting<LoadBalancer> loadBalancer,
            Sighting<Listener> listener,
            Sighting<Certificate> certificate,
            Sighting<List<Studio>> studios,
            Sighting<List<SecurityGroup>> groups) {}
}
