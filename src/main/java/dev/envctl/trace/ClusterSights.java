package dev.envctl.trace;

import dev.envctl.provider.Session;
import dev.envctl.value.Ordered;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// What a trace looks at inside one cluster. Every method only reads, and throws
/// [dev.envctl.provider.ProviderException] when it is refused.
public interface ClusterSights {

    /// A provider that can look into clusters.
    interface Source {
        ClusterSights clusterSights(String cluster, Session session);
    }

    /// A Deployment. `complaint` is why it is not available, in Kubernetes' words.
    record Workload(
            String namespace,
            String name,
            int wanted,
            int available,
            Optional<String> complaint,
            SequencedMap<String, String> selector) {
        public Workload {
            selector = Ordered.copyOf(selector);
        }
    }

    record Pod(String name, String phase, boolean ready, Optional<String> complaint) {}

    record Port(int port, String target, Optional<Integer> node) {}

    record Service(String name, List<Port> ports) {
        public Service {
            ports = List.copyOf(ports);
        }
    }

    /// `host` is the load balancer's address as the controller has written it.
    record Ingress(String name, Optional<String> host) {}

    record Binding(String name, String targetGroupArn, String serviceName) {}

    Optional<Workload> deployment(String namespace, String name);

    List<Pod> pods(String namespace, SequencedMap<String, String> labels);

    Optional<Service> service(String namespace, String name);

    Optional<Ingress> ingress(String namespace, String name);

    /// The latest warning about an object, if the cluster still remembers one.
    Optional<String> warning(String namespace, String kind, String name);

    Optional<Binding> binding(String namespace, String ingress);

    /// The AWS Load Balancer Controller, wherever it runs.
    Optional<Workload> loadBalancerController();
}
