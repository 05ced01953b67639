package dev.envctl.runner.drift;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/// One POST of `{"text": …}`. HTTPS, or HTTP to this very machine; no redirect is followed. Whoever shares the signing
/// secret can check `X-Envctl-Signature`, the hex HMAC-SHA256 of `X-Envctl-Timestamp` (seconds), a dot and the body.
final class WebhookCall {

    enum Outcome {
        TAKEN,
        /// Another try would not help.
        REFUSED
    }

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private final Clock clock;
    private final HttpClient http = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT)
            .build();

    WebhookCall(Clock clock) {
        this.clock = clock;
    }

    /// Throws [IllegalStateException] without a cause when another try may help: the address is in the causes.
    Outcome post(String name, String address, Optional<String> secret, String text) {
        Optional<URI> target = target(address);
        if (target.isEmpty()) {
            return Outcome.REFUSED;
        }
        int status = status(name, request(target.get(), secret, text));
        if (status / 100 == 2) {
            return Outcome.TAKEN;
        }
        if (status / 100 == 5 || status == 429 || status == 408) {
            throw new IllegalStateException("sending notification %s: answered %d".formatted(name, status));
        }
        return Outcome.REFUSED;
    }

    private HttpRequest request(URI target, Optional<String> secret, String text) {
        String body = JsonNodeFactory.instance.objectNode().put("text", text).toString();
        HttpRequest.Builder request = HttpRequest.newBuilder(target)
                .timeout(ANSWER)
                .header("Content-Type", "application/json; charset=utf-8")
                .header("User-Agent", "envctl")
                .POST(BodyPublishers.ofString(body, StandardCharsets.UTF_8));
        String timestamp = Long.toString(clock.instant().getEpochSecond());
        secret.ifPresent(key -> request.header("X-Envctl-Timestamp", timestamp)
                .header("X-Envctl-Signature", "sha256=" + Hmac.hex(key, timestamp + "." + body)));
        return request.build();
    }

    private int status(String name, HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode();
        } catch (IOException unanswered) {
            throw new IllegalStateException("sending notification %s: no answer (%s)"
                    .formatted(name, unanswered.getClass().getSimpleName()));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("sending notification %s: interrupted".formatted(name));
        }
    }

    private static Optional<URI> target(String address) {
        try {
            URI uri = new URI(address.strip());
            String scheme = Optional.ofNullable(uri.getScheme()).orElse("").toLowerCase(Locale.ROOT);
            String host = Optional.ofNullable(uri.getHost()).orElse("");
            boolean isAllowed = scheme.equals("https") || (scheme.equals("http") && isThisMachine(host));
            return isAllowed && !host.isEmpty() ? Optional.of(uri) : Optional.empty();
        } catch (URISyntaxException malformed) {
            return Optional.empty();
        }
    }

    private static boolean isThisMachine(String host) {
        return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}");
    }
}
