package dev.envctl.runner.web;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A browser without a window: keeps cookies, follows nothing by itself.
final class Client {

    record Reply(int status, HttpResponse<String> response) {

        String body() {
            return response.body();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        String location() {
            return header("Location");
        }
    }

    private static final Pattern CSRF = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final String base;
    final Map<String, String> cookies = new LinkedHashMap<>();
    final Map<String, String> headers = new LinkedHashMap<>();

    Client(Site site) {
        base = site.url();
    }

    static Client bearer(Site site, String token) {
        Client client = new Client(site);
        client.headers.put("Authorization", "Bearer " + token);
        return client;
    }

    static Client signedIn(Site site, String token) {
        Client client = new Client(site);
        Reply reply = client.signIn(token, "/");
        if (reply.status() != 303) {
            throw new IllegalStateException("signing in: " + reply.status() + " " + reply.body());
        }
        return client;
    }

    Reply signIn(String token, String next) {
        String csrf = csrf(get("/sign-in").body());
        return post("/sign-in", Map.of("csrf", csrf, "token", token, "next", next));
    }

    static String csrf(String page) {
        Matcher matcher = CSRF.matcher(page);
        return matcher.find() ? matcher.group(1) : "";
    }

    String csrf() {
        return csrf(get("/").body());
    }

    Reply get(String path) {
        return send("GET", path, BodyPublishers.noBody(), Optional.empty());
    }

    Reply post(String path, Map<String, String> form) {
        String body = form.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return send("POST", path, BodyPublishers.ofString(body), Optional.of("application/x-www-form-urlencoded"));
    }

    Reply postJson(String path, String json) {
        return send("POST", path, BodyPublishers.ofString(json), Optional.of("application/json"));
    }

    Reply send(String method, String path, BodyPublisher body, Optional<String> contentType) {
        HttpRequest.Builder request = request(path).method(method, body);
        contentType.ifPresent(type -> request.header("Content-Type", type));
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            remember(response);
            return new Reply(response.statusCode(), response);
        } catch (IOException | InterruptedException broken) {
            throw new IllegalStateException(method + " " + path, broken);
        }
    }

    HttpResponse<InputStream> open(String path) {
        try {
            return http.send(request(path).build(), BodyHandlers.ofInputStream());
        } catch (IOException | InterruptedException broken) {
            throw new IllegalStateException("GET " + path, broken);
        }
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(20));
        headers.forEach(request::header);
        if (!cookies.isEmpty()) {
            request.header(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .collect(Collectors.joining("; ")));
        }
        return request;
    }

    private void remember(HttpResponse<?> response) {
        for (String cookie : response.headers().allValues("Set-Cookie")) {
            String pair = cookie.split(";", 2)[0];
            String name = pair.substring(0, pair.indexOf('='));
            String value = pair.substring(pair.indexOf('=') + 1);
            if (value.isEmpty()) {
                cookies.remove(name);
            } else {
                cookies.put(name, value);
            }
        }
    }
}
