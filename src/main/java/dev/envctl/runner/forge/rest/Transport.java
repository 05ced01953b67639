package dev.envctl.runner.forge.rest;

import dev.envctl.runner.forge.ForgeException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Sends a call and waits for the whole answer: not longer than [#PATIENCE], not more than [#LARGEST] bytes, never to
/// another host than was asked, because the token goes with it. What a forge asks to be repeated is repeated when that
/// is harmless and soon. Any thread may use it.
public final class Transport {

    static final Duration PATIENCE = Duration.ofSeconds(30);

    static final int LARGEST = 10 * 1024 * 1024;

    private static final int ATTEMPTS = 3;

    private static final int REDIRECTS = 3;

    /// A run is waiting; the queue can wait longer than a call can.
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(10))
            .followRedirects(Redirect.NEVER)
            .build();

    private final Clock clock;
    private final Pause pause;

    public Transport(Clock clock, Pause pause) {
        this.clock = clock;
        this.pause = pause;
    }

    public Pause pause() {
        return pause;
    }

    /// Whatever the answer is. Throws a passing [ForgeException] when there is none.
    public Answer send(Call call) {
        for (int attempt = 1; ; attempt++) {
            Optional<Answer> answer = attempt(call, attempt < ATTEMPTS);
            if (answer.isPresent()) {
                Optional<Duration> wait = waitBeforeRepeating(call, answer.get(), attempt);
                if (wait.isEmpty()) {
                    return answer.get();
                }
                pause.last(wait.get());
                continue;
            }
            pause.last(pauseAfter(attempt));
        }
    }

    /// Empty when the call never arrived or is harmless to repeat, and may be.
    private Optional<Answer> attempt(Call call, boolean again) {
        try {
            return Optional.of(follow(call));
        } catch (IOException broken) {
            boolean neverArrived = broken instanceof ConnectException || broken instanceof HttpConnectTimeoutException;
            if (again && (neverArrived || call.isRepeatable())) {
                return Optional.empty();
            }
            throw new ForgeException(
                    call.what() + ": no answer from " + call.address().getHost() + ": " + reason(broken), true);
        }
    }

    private Optional<Duration> waitBeforeRepeating(Call call, Answer answer, int attempt) {
        boolean undone = answer.isThrottled() || (answer.status() >= 500 && call.isRepeatable());
        if (!undone || attempt == ATTEMPTS) {
            return Optional.empty();
        }
        Duration wait = answer.retryAfter(clock).orElse(pauseAfter(attempt));
        return wait.compareTo(LONGEST_WAIT) > 0 ? Optional.empty() : Optional.of(wait);
    }

    private static Duration pauseAfter(int attempt) {
        return Duration.ofMillis(500L << attempt);
    }

    private Answer follow(Call first) throws IOException {
        Call call = first;
        for (int redirects = 0; redirects <= REDIRECTS; redirects++) {
            Answer answer = once(call);
            Optional<URI> elsewhere = redirect(call, answer);
            if (elsewhere.isEmpty()) {
                return answer;
            }
            call = call.at(elsewhere.get());
        }
        throw new ForgeException(first.what() + ": redirected more than " + REDIRECTS + " times", false);
    }

    /// A renamed repository answers with a redirect. 307 and 308 keep the method; the others are followed for
    /// reads.
    private static Optional<URI> redirect(Call call, Answer answer) {
        boolean keepsMethod = answer.status() == 307 || answer.status() == 308;
        boolean moved = answer.status() == 301 || answer.status() == 302;
        if (!keepsMethod && !(moved && call.method().equals("GET"))) {
            return Optional.empty();
        }
        URI target = answer.headers()
                .firstValue("Location")
                .flatMap(location -> resolve(call.address(), location))
                .orElse(call.address());
        if (!sameOrigin(call.address(), target)) {
            throw new ForgeException(call.what() + ": redirected to another host, which must not see the token", false);
        }
        return Optional.of(target);
    }

    private static Optional<URI> resolve(URI from, String location) {
        try {
            return Optional.of(from.resolve(location));
        } catch (IllegalArgumentException notAnAddress) {
            return Optional.empty();
        }
    }

    static boolean sameOrigin(URI left, URI right) {
        return Objects.equals(left.getScheme(), right.getScheme())
                && Objects.equals(left.getHost(), right.getHost())
                && left.getPort() == right.getPort();
    }

    private Answer once(Call call) throws IOException {
        var answering = client.sendAsync(
                request(call), BodyHandlers.limiting(BodyHandlers.ofString(StandardCharsets.UTF_8), LARGEST));
        try {
            HttpResponse<String> response = answering.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return new Answer(response.statusCode(), response.headers(), response.body());
        } catch (ExecutionException broken) {
            throw broken.getCause() instanceof IOException cause ? cause : new IOException(broken.getCause());
        } catch (TimeoutException slow) {
            answering.cancel(true);
            throw new IOException("nothing for " + PATIENCE.toSeconds() + " seconds", slow);
        } catch (InterruptedException stop) {
            answering.cancel(true);
            Thread.currentThread().interrupt();
            throw new ForgeException(call.what() + ": interrupted", true, stop);
        }
    }

    private static HttpRequest request(Call call) {
        String body = call.body();
        var request = HttpRequest.newBuilder(call.address())
                .timeout(PATIENCE)
                .method(call.method(), body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        call.headers().forEach(request::header);
        return request.build();
    }

    private static String reason(IOException broken) {
        return Optional.ofNullable(broken.getMessage()).orElse(broken.getClass().getSimpleName());
    }
}
