package dev.envctl.sandbox;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Leads the requests to the Kubernetes API through [Traffic]: they are recorded as `kubernetes:<METHOD> <resource>`,
/// such as `PATCH configmaps`, and meet faults as calls to AWS do.
final class KubernetesGate {

    private final KubernetesApi api;
    private final World world;
    private final Traffic traffic;

    KubernetesGate(KubernetesApi api, World world, Traffic traffic) {
        this.api = api;
        this.world = world;
        this.traffic = traffic;
    }

    void handle(HttpExchange exchange) throws IOException {
        String rest = exchange.getRequestURI().getRawPath().substring(KubernetesApi.MOUNT.length());
        int slash = rest.indexOf('/');
        String cluster = slash < 0 ? rest : rest.substring(0, slash);
        String path = slash < 0 ? "/" : rest.substring(slash);
        String method = exchange.getRequestMethod();
        Traffic.Passage passage = traffic.arrive("kubernetes", method + " " + resource(path), !method.equals("GET"));
        Optional<Traffic.Refusal> refusal = passage.before();
        if (refusal.isPresent()) {
            refuse(exchange, passage, refusal.get());
            return;
        }
        // recorded before the answer leaves: whoever has it may ask for the record
        ObservedExchange observed = new ObservedExchange(
                exchange,
                passage.endsWithoutAnswer(),
                outcome -> passage.done(outcome.caller(), world.now(), outcome.error()));
        api.handle(observed, cluster, path, world);
        passage.after();
    }

    /// The resource that a path is about: `/api/v1/namespaces/a/configmaps/b` is about configmaps.
    static String resource(String path) {
        List<String> parts = List.of(
                path.replaceFirst("^/(api/[^/]+|apis/[^/]+/[^/]+)/?", "").split("/"));
        boolean namespaced = parts.size() > 2 && parts.getFirst().equals("namespaces");
        String resource = parts.get(namespaced ? 2 : 0);
        return resource.isEmpty() ? path : resource;
    }

    private void refuse(HttpExchange exchange, Traffic.Passage passage, Traffic.Refusal refusal) throws IOException {
        Status status = switch (refusal) {
            case Traffic.Refusal.Throttled throttled ->
                new Status(
                        429,
                        "TooManyRequests",
                        "the server has received too many requests and has asked us to try again later");
            case Traffic.Refusal.Denied denied ->
                new Status(
                        403,
                        "Forbidden",
                        "forbidden: User cannot " + exchange.getRequestMethod().toLowerCase(Locale.ROOT)
                                + " this resource");
            case Traffic.Refusal.Broken broken ->
                new Status(broken.status(), "InternalError", "an error on the server");
            case Traffic.Refusal.Other other -> new Status(other.status(), other.code(), other.message());
        };
        passage.done("", world.now(), Optional.of(status.reason()));
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        byte[] body = status.json().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status.code(), body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /// What Kubernetes answers instead of an object.
    private record Status(int code, String reason, String message) {
        String json() {
            return """
                {"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"%s","reason":"%s","code":%d}
                """.formatted(message, reason, code);
        }
    }
}
