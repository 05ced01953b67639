package dev.envctl.aws;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;

/// The SDK's requests over the JDK's newer HTTP client. The older one, which the other services use because it is ready
/// sooner, refuses PATCH. For services that send and receive little: bodies are held in memory.
final class PatchingHttp implements SdkHttpClient {

    /// Set by the JDK itself, to what the SDK has signed.
    private static final Set<String> JDKS_OWN = Set.of("host", "content-length", "connection", "expect", "upgrade");

    private final HttpClient http;
    private final Duration answer;

    PatchingHttp(Duration connect, Duration answer) {
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(connect)
                .build();
        this.answer = answer;
    }

    @Override
    public String clientName() {
        return "JdkHttp";
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return new Prepared(request);
    }

    @Override
    public void close() {
        http.close();
    }

    private final class Prepared implements ExecutableHttpRequest {

        private final HttpExecuteRequest request;

        Prepared(HttpExecuteRequest request) {
            this.request = request;
        }

        @Override
        public HttpExecuteResponse call() throws IOException {
            try {
                return answer(http.send(translated(), BodyHandlers.ofInputStream()));
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                InterruptedIOException interrupted = new InterruptedIOException("stopped while waiting for an answer");
                interrupted.initCause(stopped);
                throw interrupted;
            }
        }

        /// The SDK aborts by interrupting the thread, which ends the exchange.
        @Override
        public void abort() {}

        private HttpRequest translated() throws IOException {
            SdkHttpRequest signed = request.httpRequest();
            HttpRequest.Builder builder = HttpRequest.newBuilder(signed.getUri())
                    .timeout(answer)
                    .method(signed.method().name(), body());
            signed.forEachHeader((name, values) -> {
                if (!JDKS_OWN.contains(name.toLowerCase(Locale.ROOT))) {
                    values.forEach(value -> builder.header(name, value));
                }
            });
            return builder.build();
        }

        private BodyPublisher body() throws IOException {
            if (request.contentStreamProvider().isEmpty()) {
                return BodyPublishers.noBody();
            }
            ContentStreamProvider content = request.contentStreamProvider().get();
            try (InputStream stream = content.newStream()) {
                return BodyPublishers.ofByteArray(stream.readAllBytes());
            }
        }

        private static HttpExecuteResponse answer(HttpResponse<InputStream> answered) {
            return HttpExecuteResponse.builder()
                    .response(SdkHttpResponse.builder()
                            .statusCode(answered.statusCode())
                            .headers(answered.headers().map())
                            .build())
                    .responseBody(AbortableInputStream.create(answered.body()))
                    .build();
        }
    }
}
