package dev.envctl.kubernetes;

import dev.envctl.problem.Code;
import dev.envctl.provider.ProviderException;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Plain downloads from chart repositories and registries, with the client that also talks to clusters. Made when first
/// used.
final class Downloads {

    private static final int CONNECT_SECONDS = 10;
    private static final int ANSWER_SECONDS = 60;

    private Optional<HttpClient> client = Optional.empty();

    /// `challenge` says how to ask again where the answer is 401.
    static final class Answer {

        private final int status;
        private final byte[] body;
        private final Optional<String> challenge;

        private Answer(int status, byte[] body, Optional<String> challenge) {
            this.status = status;
            this.body = body;
            this.challenge = challenge;
        }

        int status() {
            return status;
        }

        byte[] body() {
            return body;
        }

        Optional<String> challenge() {
            return challenge;
        }

        boolean isSuccess() {
            return status >= 200 && status < 300;
        }
    }

    Answer get(String url, Map<String, String> headers) {
        HttpRequest.Builder request = client().newHttpRequestBuilder().uri(url);
        headers.forEach(request::header);
        Future<HttpResponse<byte[]>> sent = client().sendAsync(request.build(), byte[].class);
        try {
            HttpResponse<byte[]> response = sent.get(ANSWER_SECONDS, TimeUnit.SECONDS);
            return new Answer(
                    response.code(),
                    Optional.ofNullable(response.body()).orElse(new byte[0]),
                    Optional.ofNullable(response.header("WWW-Authenticate")));
        } catch (ExecutionException failed) {
            throw unreachable(url, root(failed));
        } catch (TimeoutException late) {
            throw unreachable(url, "no answer within %d seconds".formatted(ANSWER_SECONDS));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw ProviderException.of(Code.INTERRUPTED, "Stopped while downloading %s.".formatted(url));
        }
    }

    private static String root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return Optional.ofNullable(root.getMessage()).orElse(root.getClass().getSimpleName());
    }

    private static ProviderException unreachable(String url, String why) {
        return ProviderException.of(Code.UNREACHABLE, "Downloading %s: %s.".formatted(url, why));
    }

    private synchronized HttpClient client() {
        if (client.isEmpty()) {
            HttpClient.Builder builder = new JdkHttpClientFactory().newBuilder();
            builder.connectTimeout(CONNECT_SECONDS, TimeUnit.SECONDS).followAllRedirects();
            client = Optional.of(builder.build());
        }
        return client.get();
    }
}
