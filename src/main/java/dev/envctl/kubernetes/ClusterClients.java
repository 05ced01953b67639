package dev.envctl.kubernetes;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.envctl.provider.Clusters;
import dev.envctl.provider.Session;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// One client per cluster, made when first used and kept. Nothing of the machine's own Kubernetes configuration is
/// read, unless a kubeconfig file was given.
final class ClusterClients {

    /// What the session knows of a cluster, and the way in.
    record Reached(Clusters.Connection connection, ClusterClient client) {}

    private static final Duration RETRY_INTERVAL = Duration.ofMillis(200);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);

    private final Clusters clusters;
    private final Optional<Kubeconfig> kubeconfig;
    private final AtomicLong calls;
    private final int retries;
    private final Map<String, ClusterClient> clients = new ConcurrentHashMap<>();

    ClusterClients(Clusters clusters, AtomicLong calls, int retries) {
        this(clusters, Optional.empty(), calls, retries);
    }

    /// With a kubeconfig file every cluster is reached by what it says. Requests are repeated `retries` times after
    /// 5xx, 429 and broken connections. Few times: each wait doubles.
    ClusterClients(Clusters clusters, Optional<Kubeconfig> kubeconfig, AtomicLong calls, int retries) {
        this.clusters = clusters;
        this.kubeconfig = kubeconfig;
        this.calls = calls;
        this.retries = retries;
    }

    /// Empty when there is no such cluster. What an observation found missing it need not ask for again.
    Optional<Reached> find(String cluster, Session session) {
        return session.once("kubernetes/connection/" + cluster, () -> connect(cluster, session))
                .map(found -> reached(found, session));
    }

    /// For writing: a cluster that was missing when it was last asked for may have been created since, in this very
    /// apply.
    Reached get(String cluster, Session session) {
        return find(cluster, session)
                .or(() -> connect(cluster, session).map(found -> reached(found, session)))
                .orElseThrow(() -> ClusterClient.unknownCluster(cluster));
    }

    private Optional<Clusters.Connection> connect(String cluster, Session session) {
        Optional<Clusters.Connection> inEks = clusters.connect(cluster, session);
        if (kubeconfig.isEmpty()) {
            return inEks;
        }
        Clusters.Connection connection = kubeconfig.get().connection(cluster, inEks);
        session.missing().reached(cluster);
        return Optional.of(connection);
    }

    private Reached reached(Clusters.Connection connection, Session session) {
        return new Reached(
                connection,
                clients.computeIfAbsent(
                        connection.name() + " " + connection.server(), _ -> client(connection, session)));
    }

    private ClusterClient client(Clusters.Connection connection, Session session) {
        return new ClusterClient(
                connection.name(),
                client(kubeconfig
                        .map(file -> file.config(connection.name()))
                        .orElseGet(() -> config(connection, session))),
                calls);
    }

    private static Config config(Clusters.Connection connection, Session session) {
        FreshToken token = new FreshToken(connection.token(), session.clock());
        // every default that looks at the machine (kubeconfig, service account, environment) is left out
        Config config = Config.empty();
        config.setMasterUrl(connection.server());
        config.setOauthTokenProvider(token::get);
        if (connection.server().startsWith("https:")
                && !connection.certificateAuthority().isEmpty()) {
            config.setCaCertData(connection.certificateAuthority());
        }
        return config;
    }

    private KubernetesClient client(Config config) {
        config.setHttp2Disable(true);
        config.setConnectionTimeout((int) CONNECT_TIMEOUT.toMillis());
        config.setRequestTimeout((int) REQUEST_TIMEOUT.toMillis());
        config.setRequestRetryBackoffLimit(retries);
        config.setRequestRetryBackoffInterval((int) RETRY_INTERVAL.toMillis());
        config.setUserAgent(ClusterClient.FIELD_MANAGER);
        return new KubernetesClientBuilder()
                .withConfig(config)
                .withHttpClientFactory(new JdkHttpClientFactory())
                .withKubernetesSerialization(
                        // without a search of the class path for every model there is
                        new KubernetesSerialization(JsonMapper.builder().build(), false))
                .build();
    }
}
