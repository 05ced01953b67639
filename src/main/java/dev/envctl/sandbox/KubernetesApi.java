package dev.envctl.sandbox;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;

/// The Kubernetes API of all emulated clusters, mounted at `/kubernetes/<cluster>/`.
@FunctionalInterface
public interface KubernetesApi {

    String MOUNT = "/kubernetes/";

    /// The attribute of an exchange in which the implementation leaves who has called.
    String CALLER = "dev.envctl.sandbox.caller";

    /// Answers one request, of which `path` is what follows the cluster's name (`/api/v1/namespaces`). Runs outside
    /// any transaction, because a watch lasts; the implementation opens its own. It sends the answer and may leave
    /// the exchange open.
    void handle(HttpExchange exchange, String cluster, String path, World world) throws IOException;

    /// The address at which a cluster's API is served, for a sandbox at `endpoint`.
    static String address(String endpoint, String cluster) {
        return endpoint + MOUNT + cluster;
    }
}
