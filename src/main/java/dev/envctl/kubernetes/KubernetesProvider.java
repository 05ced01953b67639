package dev.envctl.kubernetes;

import dev.envctl.provider.Clusters;
import dev.envctl.provider.Provider;
import dev.envctl.provider.ResourceKind;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// The kinds that live inside clusters.
public final class KubernetesProvider implements Provider {

    private final AtomicLong calls = new AtomicLong();
    private final List<ResourceKind<?>> kinds;

    public KubernetesProvider(Clusters clusters) {
        ClusterClients clients = new ClusterClients(clusters, calls);
        this.kinds = List.of(new Namespace(clients), new EmrContainersAccess(clients, clusters));
    }

    @Override
    public String name() {
        return "kubernetes";
    }

    @Override
    public List<ResourceKind<?>> kinds() {
        return kinds;
    }

    /// Calls on API servers. Those on EKS are counted where they are made.
    @Override
    public long calls() {
        return calls.get();
    }
}
