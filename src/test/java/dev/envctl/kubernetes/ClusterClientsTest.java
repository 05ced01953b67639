package dev.envctl.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.envctl.provider.Missing;
import dev.envctl.provider.ProviderException;
import dev.envctl.provider.Session;
import dev.envctl.testing.SignedTokens;
import dev.envctl.testing.TestClusters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterClientsTest {

    @TempDir
    Path directory;

    private final TestClusters clusters = TestClusters.start();

    @AfterEach
    void close() {
        clusters.close();
    }

    @Test
    void reachAClusterThatWasMissingWhenTheSessionBegan() {
        ClusterClients clients = new ClusterClients(clusters, new AtomicLong(), 0);
        Session session = clusters.session();
        clusters.forgetCluster();
        assertThat(clients.find(TestClusters.CLUSTER, session)).isEmpty();
        assertThatThrownBy(() -> clients.get(TestClusters.CLUSTER, session)).isInstanceOf(ProviderException.class);

        clusters.withAuthenticationMode("API_AND_CONFIG_MAP");

        assertThat(clients.get(TestClusters.CLUSTER, session).client().get(ObjectType.NAMESPACE, "", "kube-system"))
                .isPresent();
    }

    @Test
    void renewTheTokenBeforeItExpires() {
        AtomicInteger made = new AtomicInteger();
        FreshToken token = new FreshToken(() -> "token " + made.incrementAndGet(), clusters.clock());
        assertThat(token.get()).isEqualTo("token 1");

        clusters.clock().turn(Duration.ofMinutes(9));
        assertThat(token.get()).isEqualTo("token 1");
        clusters.clock().turn(Duration.ofMinutes(2));
        assertThat(token.get()).isEqualTo("token 2");
    }

    @Test
    void goByAKubeconfigFileWhenThereIsOne() throws IOException {
        clusters.forgetCluster();
        Kubeconfig file = kubeconfig("""
            contexts:
              - {name: wrong, context: {cluster: nowhere, user: me}}
              - {name: right, context: {cluster: "arn:aws:eks:us-east-1:000000000000:cluster/data-platform", user: me}}
            current-context: wrong
            """);
        ClusterClients clients = new ClusterClients(clusters, Optional.of(file), new AtomicLong(), 0);

        ClusterClients.Reached reached = clients.get(TestClusters.CLUSTER, clusters.session());
        assertThat(reached.connection().server()).startsWith(clusters.address());
        assertThat(clients.get("another", clusters.session()).connection().server())
                .startsWith("http://127.0.0.1:1");

        clusters.withAuthenticationMode("API");
        assertThat(reached.client().get(ObjectType.NAMESPACE, "", "kube-system"))
                .isPresent();
    }

    @Test
    void missNoClusterThatAKubeconfigFileReachesAndEksDoesNotKnow() throws IOException {
        Kubeconfig file = kubeconfig("""
            contexts: [{name: any, context: {cluster: nowhere, user: me}}]
            current-context: any
            """);
        ClusterClients clients = new ClusterClients(clusters, Optional.of(file), new AtomicLong(), 0);
        Session session = clusters.session();
        session.missing().note(new Missing.Cluster("elsewhere", List::of));
        session.missing().note(new Missing.Cluster("nobodys", List::of));

        assertThat(clients.find("elsewhere", session)).isPresent();

        assertThat(session.missing().cluster("elsewhere")).isEmpty();
        assertThat(session.missing().cluster("nobodys")).isPresent();
    }

    @Test
    void sayWhenAKubeconfigFileHasNoContextForThem() throws IOException {
        ClusterClients clients =
                new ClusterClients(clusters, Optional.of(kubeconfig("contexts: []\n")), new AtomicLong(), 0);

        assertThatThrownBy(() -> clients.get(TestClusters.CLUSTER, clusters.session()))
                .isInstanceOf(ProviderException.class)
                .hasMessageContaining("has no context for the cluster data-platform");
    }

    private Kubeconfig kubeconfig(String contexts) throws IOException {
        String text =
                """
                apiVersion: v1
                kind: Config
                clusters:
                  - name: arn:aws:eks:us-east-1:000000000000:cluster/data-platform
                    cluster: {server: "%s"}
                  - {name: nowhere, cluster: {server: "http://127.0.0.1:1"}}
                users:
                  - {name: me, user: {token: "%s"}}
                """.formatted(clusters.address(), SignedTokens.make(TestClusters.CLUSTER, "AKIASANDBOX")) + contexts;
        Path file = Files.writeString(directory.resolve("config"), text);
        return new Kubeconfig(file, text);
    }
}
