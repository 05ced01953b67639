package dev.envctl.testing.forge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// REST on loopback: routes, who may come in, pages, and misbehaviour on demand.
public final class ForgeServer implements AutoCloseable {

    static final ObjectMapper JSON = new ObjectMapper();

    /// `parts` are what the route's pattern caught, decoded.
    public record Request(
            String method, String path, Map<String, String> query, Headers headers, JsonNode body, List<String> parts) {

        String part(int index) {
            return parts.get(index);
        }

        int number(int index) {
            return Integer.parseInt(parts.get(index));
        }

        long id(int index) {
            return Long.parseLong(parts.get(index));
        }

        String text(String field) {
            return body.path(field).asText();
        }
    }

    public record Response(int status, Object body, Map<String, String> headers) {
        public static Response of(int status, Object body) {
            return new Response(status, body, Map.of());
        }

        static Response missing() {
            return of(404, Map.of("message", "Not Found"));
        }
    }

    @FunctionalInterface
    interface Handler {
        Response handle(Request request);
    }

    private record Route(String method, Pattern path, Handler handler) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Route> routes = new ArrayList<>();
    private final List<String> requests = new ArrayList<>();
    private final List<Request> received = new ArrayList<>();
    private final Deque<Response> misbehaviour = new ArrayDeque<>();
    private final String prefix;
    private final Object lock;
    private final Runnable after;
    private final Predicate<Request> known;

    /// `lock` is held while a route is taken, and `after` called when it no longer is.
    ForgeServer(String prefix, Object lock, Predicate<Request> known, Runnable after) {
        this.prefix = prefix;
        this.lock = lock;
        this.after = after;
        this.known = known;
        try {
            this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException broken) {
            throw new IllegalStateException("starting a forge", broken);
        }
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    URI api() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + prefix);
    }

    /// `path` has `{}` for each part that may be anything but a slash, and `{*}` for what may have slashes.
    void on(String method, String path, Handler handler) {
        String pattern = Arrays.stream(path.split("(?=\\{\\*?})|(?<=})", -1))
                .map(part -> part.equals("{}") ? "([^/]+)" : part.equals("{*}") ? "(.+)" : Pattern.quote(part))
                .reduce("", String::concat);
        routes.add(new Route(method, Pattern.compile(pattern), handler));
    }

    /// The next requests are answered by these, whatever they ask for.
    public synchronized void next(Response... responses) {
        misbehaviour.addAll(List.of(responses));
    }

    public synchronized List<String> requests() {
        return List.copyOf(requests);
    }

    /// With bodies.
    public synchronized List<Request> received() {
        return List.copyOf(received);
    }

    public synchronized void forget() {
        requests.clear();
        received.clear();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            Response response = answer(exchange);
            byte[] body = response.body() instanceof byte[] raw ? raw : JSON.writeValueAsBytes(response.body());
            exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
            response.headers().forEach(exchange.getResponseHeaders()::set);
            boolean empty = response.status() == 204;
            exchange.sendResponseHeaders(response.status(), empty ? -1 : body.length);
            if (!empty) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    private Response answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getRawPath().substring(prefix.length());
        byte[] bytes = exchange.getRequestBody().readAllBytes();
        JsonNode body = bytes.length == 0 ? JSON.nullNode() : JSON.readTree(bytes);
        var request = new Request(
                exchange.getRequestMethod(),
                path,
                query(exchange.getRequestURI().getRawQuery()),
                exchange.getRequestHeaders(),
                body,
                List.of());
        synchronized (this) {
            String query = exchange.getRequestURI().getRawQuery();
            requests.add(request.method() + " " + path + (query == null ? "" : "?" + query));
            received.add(request);
            if (!misbehaviour.isEmpty()) {
                return misbehaviour.pop();
            }
        }
        Response response;
        synchronized (lock) {
            response = known.test(request) ? route(request) : Response.of(401, Map.of("message", "Bad credentials"));
        }
        after.run();
        return response;
    }

    private Response route(Request request) {
        for (Route route : routes) {
            Matcher matcher = route.path().matcher(request.path());
            if (route.method().equals(request.method()) && matcher.matches()) {
                return route.handler()
                        .handle(new Request(
                                request.method(),
                                request.path(),
                                request.query(),
                                request.headers(),
                                request.body(),
                                parts(matcher)));
            }
        }
        return Response.missing();
    }

    private static List<String> parts(Matcher matcher) {
        var parts = new ArrayList<String>();
        for (int group = 1; group <= matcher.groupCount(); group++) {
            parts.add(decode(matcher.group(group).replace("+", "%2B")));
        }
        return List.copyOf(parts);
    }

    private static Map<String, String> query(String raw) {
        var query = new LinkedHashMap<String, String>();
        if (raw != null) {
            for (String pair : raw.split("&", -1)) {
                String[] sides = pair.split("=", 2);
                query.put(decode(sides[0]), sides.length == 2 ? decode(sides[1]) : "");
            }
        }
        return query;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /// How long a page is: `size` is the parameter that says so, `usual` its length without, `most` the longest.
    record Paging(String size, int usual, int most) {}

    /// One page of a list, with links as forges write them.
    Response page(Request request, List<?> all, Paging paging) {
        int asked = Optional.ofNullable(request.query().get(paging.size()))
                .map(Integer::parseInt)
                .orElse(paging.usual());
        int length = Math.min(asked, paging.most());
        int number = Integer.parseInt(request.query().getOrDefault("page", "1"));
        int from = Math.min(all.size(), (number - 1) * length);
        int to = Math.min(all.size(), from + length);
        if (to == all.size()) {
            return Response.of(200, all.subList(from, to));
        }
        var query = new LinkedHashMap<>(request.query());
        query.put("page", String.valueOf(number + 1));
        String next = api() + request.path() + "?"
                + String.join(
                        "&",
                        query.entrySet().stream()
                                .map(entry -> entry.getKey() + "=" + entry.getValue())
                                .toList());
        int last = (all.size() + length - 1) / length;
        String link = "<" + next + ">; rel=\"next\", <" + next.replace("page=" + (number + 1), "page=" + last)
                + ">; rel=\"last\"";
        return new Response(200, all.subList(from, to), Map.of("Link", link));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
