package dev.envctl.kubernetes;

import dev.envctl.provider.Clusters;
import dev.envctl.provider.Provider;
import dev.envctl.provider.ResourceKind;
import dev.envctl.provider.Session;
import dev.envctl.trace.ClusterSights;
import dev.envctl.trail.Trail;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// The kinds that live inside clusters.
public final class KubernetesProvider implements Provider, ClusterSights.Source, Trail.Source {

    private final AtomicLong calls = new AtomicLong();
    private final ClusterClients clients;
    private final List<ResourceKind<?>> kinds;

    public KubernetesProvider(Clusters clusters, KubernetesSettings settings) {
        this.clients = new ClusterClients(clusters, settings.kubeconfig(), calls, settings.retries());
        this.kinds = List.of(
                new Namespace(clients),
                new EmrContainersAccess(clients, clusters),
                new ServiceAccount(clients),
                new Manifest(clients),
                new HelmRelease(clients, new Charts(settings)));
    }

    @Override
    public String name() {
        return "kubernetes";
    }

    @Override
    public List<ResourceKind<?>> kinds() {
        return kinds;
    }

    @Override
    public ClusterSights clusterSights(String cluster, Session session) {
        return new EndpointSights(cluster, clients, session);
    }

    @Override
    public Trail trail(Session session) {
        return new ClusterTrail(clients, session);
    }

    /// Calls on API servers. Those on EKS are counted where they are made.
    @Override
    public long calls() {
        return calls.get();
    }
}
