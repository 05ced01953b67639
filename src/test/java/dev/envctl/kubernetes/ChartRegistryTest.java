package dev.envctl.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.envctl.problem.Code;
import dev.envctl.provider.ProviderException;
import dev.envctl.testing.TestClusters;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Against a registry that hands out a token first, as public ones do.
class ChartRegistryTest {

    private static final String MANIFEST = """
        {"layers": [{"mediaType": "application/vnd.cncf.helm.chart.content.v1.tar+gzip", "digest": "sha256:abc"}]}
        """;

    private final TestClusters charts = TestClusters.start();
    private HttpServer server;
    private String host;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        host = "127.0.0.1:" + server.getAddress().getPort();
        byte[] chart = new Downloads()
                .get(
                        charts.chartRepository("https://aws.github.io/eks-charts")
                                + "/aws-load-balancer-controller-1.13.0.tgz",
                        Map.of())
                .body();
        server.createContext("/token", exchange -> send(exchange, 200, bytes("{\"token\": \"let-me-in\"}")));
        server.createContext("/v2/team/lbc/manifests/1.0.0_build", exchange -> guarded(exchange, bytes(MANIFEST)));
        server.createContext("/v2/team/lbc/blobs/sha256:abc", exchange -> guarded(exchange, chart));
        server.start();
    }

    private void guarded(HttpExchange exchange, byte[] body) throws IOException {
        if ("Bearer let-me-in".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            send(exchange, 200, body);
            return;
        }
        exchange.getResponseHeaders()
                .set(
                        "WWW-Authenticate",
                        "Bearer realm=\"http://%s/token\",service=\"registry\",scope=\"repository:team/lbc:pull\""
                                .formatted(host));
        send(exchange, 401, bytes("{}"));
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @AfterEach
    void close() {
        server.stop(0);
        charts.close();
    }

    @Test
    void sendsAChartToWhoeverAsks() {
        Chart chart = new ChartRegistry("oci://" + host + "/team", new Downloads()).download("lbc", "1.0.0+build");

        assertThat(chart.name()).isEqualTo("aws-load-balancer-controller");
        assertThat(chart.version()).isEqualTo("1.13.0");
        assertThat(chart.definitions()).hasSize(2);
    }

    @Test
    void saysWhatWasLookedForWhere() {
        ChartRegistry registry = new ChartRegistry("oci://" + host + "/team", new Downloads());

        ProviderException missing =
                catchThrowableOfType(ProviderException.class, () -> registry.download("nope", "2.0.0"));

        assertThat(missing.code()).isEqualTo(Code.CHART_NOT_FOUND);
        assertThat(missing)
                .hasMessageContaining("The registry oci://%s/team has no chart \"nope\" 2.0.0".formatted(host));
    }
}
