package dev.envctl.testing;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/// Bare calls on a JSON API.
public final class ApiCalls {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private ApiCalls() {}

    public static Answer send(String method, String url, String token, String contentType, String body) {
        HttpRequest request = request(method, url, token)
                .header("Content-Type", contentType)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = send(request, HttpResponse.BodyHandlers.ofString());
        try {
            return new Answer(response.statusCode(), MAPPER.readTree(response.body()));
        } catch (IOException broken) {
            throw new UncheckedIOException("reading " + response.body(), broken);
        }
    }

    public static Answer getAs(String url, String token, String accept) {
        HttpRequest request =
                request("GET", url, token).header("Accept", accept).build();
        HttpResponse<String> response = send(request, HttpResponse.BodyHandlers.ofString());
        try {
            return new Answer(response.statusCode(), MAPPER.readTree(response.body()));
        } catch (IOException broken) {
            throw new UncheckedIOException("reading " + response.body(), broken);
        }
    }

    /// A body that goes on.
    public static InputStream stream(String url, String token) {
        return send(request("GET", url, token).build(), HttpResponse.BodyHandlers.ofInputStream())
                .body();
    }

    private static HttpRequest.Builder request(String method, String url, String token) {
        return HttpRequest.newBuilder(URI.create(url))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .header("Authorization", "Bearer " + token)
                .header("User-Agent", "tester/1.0");
    }

    private static <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return CLIENT.send(request, handler);
        } catch (IOException broken) {
            throw new UncheckedIOException("calling " + request.uri(), broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("calling " + request.uri(), interrupted);
        }
    }
}
