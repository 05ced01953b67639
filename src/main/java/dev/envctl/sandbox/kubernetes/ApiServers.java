package dev.envctl.sandbox.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import dev.envctl.sandbox.ClusterDirectory;
import dev.envctl.sandbox.KubernetesApi;
import dev.envctl.sandbox.World;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// The API servers of all emulated clusters, under `/kubernetes/<cluster>/`. Every call is one transaction of the
/// world; a watch is one transaction per look.
public final class ApiServers implements KubernetesApi {

    private static final Duration WATCH_INTERVAL = Duration.ofMillis(100);
    /// A client that has gone is noticed at the next event only, so a watch does not last long; clients begin anew.
    private static final Duration WATCH_TIMEOUT = Duration.ofMinutes(5);

    private final ClusterDirectory directory;
    private final Clock clock;
    private final Authentication authentication;

    /// `clock` is real time, by which kubectl's tokens and watches run out; the world's clock may run ahead of it.
    public ApiServers(ClusterDirectory directory, Clock clock) {
        this.directory = directory;
        this.clock = clock;
        this.authentication = new Authentication(directory, clock);
    }

    /// What a call came to: a body at once, or a watch that goes on.
    private sealed interface Outcome {
        record Done(int status, JsonNode body) implements Outcome {}

        record Text(String text) implements Outcome {}

        record Watching(Watch watch) implements Outcome {}
    }

    @Override
    public void handle(HttpExchange exchange, String cluster, String path, World world) throws IOException {
        try (exchange) {
            ApiRequest request = read(exchange, cluster, path);
            switch (answer(request, exchange, world)) {
                case Outcome.Done(int status, JsonNode body) -> send(exchange, status, Json.write(body));
                case Outcome.Text(String text) -> send(exchange, 200, text);
                case Outcome.Watching(Watch watch) -> stream(exchange, request, watch, world);
            }
        }
    }

    private static ApiRequest read(HttpExchange exchange, String cluster, String path) throws IOException {
        ApiRequest.Headers headers = new ApiRequest.Headers(
                header(exchange, "Authorization"),
                header(exchange, "Content-Type"),
                header(exchange, "Accept"),
                header(exchange, "User-Agent"));
        return ApiRequest.of(
                exchange.getRequestMethod(),
                cluster,
                path,
                Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse(""),
                headers,
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    }

    private static String header(HttpExchange exchange, String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)).orElse("");
    }

    private Outcome answer(ApiRequest request, HttpExchange exchange, World world) {
        try {
            return world.transaction(() -> inTransaction(request, exchange, world));
        } catch (ApiError error) {
            return new Outcome.Done(error.code(), error.status());
        }
    }

    private Outcome inTransaction(ApiRequest request, HttpExchange exchange, World world) {
        ClusterDirectory.Cluster cluster =
                directory.cluster(world, request.cluster()).orElseThrow(ApiError::noSuchPath);
        List<String> path = request.path();
        if (path.size() == 1 && List.of("healthz", "livez", "readyz").contains(path.getFirst())) {
            return new Outcome.Text("ok");
        }
        ObjectStore store = ClusterSeed.open(world, cluster.name());
        User user = authentication.user(world, cluster, request, store);
        exchange.setAttribute(CALLER, user.name());
        Optional<JsonNode> meta = Reviews.answer(request, user, store)
                .or(() -> request.method().equals("GET")
                        ? new Discovery(store).answer(path, cluster.version())
                        : Optional.empty());
        return meta.<Outcome>map(body -> new Outcome.Done(request.method().equals("GET") ? 200 : 201, body))
                .orElseGet(() -> objects(request, user, store));
    }

    private static Outcome objects(ApiRequest request, User user, ObjectStore store) {
        boolean isCore = request.path().getFirst().equals("api");
        int start = isCore ? 2 : 3;
        if (request.path().size() <= start) {
            throw ApiError.methodNotAllowed();
        }
        Target target = Target.parse(
                store,
                isCore ? "" : request.path().get(1),
                request.path().get(start - 1),
                request.path().subList(start, request.path().size()));
        authorize(request, user, store, target);
        if (request.isWatch()) {
            return new Outcome.Watching(new Watch(target, request, store));
        }
        JsonNode body = perform(target, request, store);
        boolean isCreation = request.method().equals("POST");
        return new Outcome.Done(isCreation ? 201 : 200, Views.of(body, target.type(), request, store.now()));
    }

    private static void authorize(ApiRequest request, User user, ObjectStore store, Target target) {
        boolean isNamespaceItself = target.type().equals(ResourceTypes.NAMESPACE);
        Authorization.Attempt attempt = new Authorization.Attempt(
                target.verb(request),
                target.type().group(),
                target.type().plural(),
                target.subresource(),
                isNamespaceItself ? target.name() : target.namespace(),
                target.name());
        new Authorization(store).require(user, attempt, target.type());
    }

    private static JsonNode perform(Target target, ApiRequest request, ObjectStore store) {
        Objects objects = new Objects(store);
        if (target.subresource().equals(Scales.SUBRESOURCE)) {
            return new Scales(objects, store).perform(target, request);
        }
        return switch (target.verb(request)) {
            case "get" ->
                store.get(target.type(), target.namespace(), target.name()).object();
            case "list" -> new Listing(store).list(target, request);
            case "create" -> create(target, request, objects);
            case "update" -> objects.replace(named(target), request);
            case "patch" -> objects.patch(named(target), request);
            case "delete" -> objects.delete(target, request);
            case "deletecollection" ->
                objects.deleteCollection(new Listing(store).select(target, request), target.type());
            default -> throw ApiError.methodNotAllowed();
        };
    }

    private static JsonNode create(Target target, ApiRequest request, Objects objects) {
        boolean lacksNamespace =
                target.type().namespaced() && target.namespace().isEmpty();
        if (!target.isCollection() || lacksNamespace) {
            throw ApiError.methodNotAllowed();
        }
        return objects.create(target, request);
    }

    private static Target named(Target target) {
        if (target.isCollection()) {
            throw ApiError.methodNotAllowed();
        }
        return target;
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", text.startsWith("{") ? "application/json" : "text/plain");
        exchange.sendResponseHeaders(status, bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    private void stream(HttpExchange exchange, ApiRequest request, Watch watch, World world) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, 0);
        Instant end = clock.instant().plus(timeout(request));
        try (OutputStream out = exchange.getResponseBody()) {
            while (clock.instant().isBefore(end) && !Thread.currentThread().isInterrupted()) {
                List<ObjectNode> events =
                        world.transaction(() -> watch.poll(ClusterSeed.open(world, request.cluster())));
                for (ObjectNode event : events) {
                    out.write((Json.write(event) + "\n").getBytes(StandardCharsets.UTF_8));
                }
                out.flush();
                LockSupport.parkNanos(WATCH_INTERVAL.toNanos());
            }
        }
    }

    private static Duration timeout(ApiRequest request) {
        String seconds = request.parameter("timeoutSeconds");
        return seconds.matches("[1-9]\\d{0,5}") ? Duration.ofSeconds(Long.parseLong(seconds)) : WATCH_TIMEOUT;
    }
}
