package dev.envctl.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import dev.envctl.sandbox.aws.Principals;
import dev.envctl.testing.SandboxClients;
import dev.envctl.testing.TurnableClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.sts.StsClient;

class SandboxTest {

    private final Path directory;

    private final List<String> served = new ArrayList<>();
    private final TurnableClock clock = new TurnableClock();
    private final Sandbox sandbox = Sandbox.inMemory(SandboxOptions.at(clock).withKubernetes(this::serveKubernetes));
    private final SandboxClients clients = new SandboxClients(sandbox.endpoint());
    private final S3Client s3 = clients.client(S3Client.builder());

    SandboxTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @AfterEach
    void close() {
        sandbox.close();
    }

    private void serveKubernetes(HttpExchange exchange, String cluster, String path, World world) throws IOException {
        served.add(cluster + " " + path);
        byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private HttpResponse<String> kubernetes(String method, String path) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            var address = URI.create(KubernetesApi.address(sandbox.endpoint(), "data-platform") + path);
            var request = HttpRequest.newBuilder(address)
                    .method(method, HttpRequest.BodyPublishers.noBody())
                    .build();
            return http.send(request, BodyHandlers.ofString());
        }
    }

    private boolean hasBucket() {
        return s3.listBuckets().buckets().stream()
                .anyMatch(bucket -> bucket.name().equals("logs"));
    }

    @Test
    void everyCallIsRecorded() {
        s3.createBucket(bucket -> bucket.bucket("logs"));
        assertThatThrownBy(() -> s3.getBucketTagging(bucket -> bucket.bucket("logs")))
                .isInstanceOf(S3Exception.class);

        assertThat(sandbox.calls().all())
                .satisfiesExactly(
                        created -> {
                            assertThat(created.action()).isEqualTo("s3:CreateBucket");
                            assertThat(created.writes()).isTrue();
                            assertThat(created.principal()).isEqualTo(Principals.USER_ARN);
                            assertThat(created.time()).isEqualTo(clock.instant());
                            assertThat(created.requestId()).isNotEmpty();
                            assertThat(created.error()).isEmpty();
                        },
                        read -> {
                            assertThat(read.action()).isEqualTo("s3:GetBucketTagging");
                            assertThat(read.writes()).isFalse();
                            assertThat(read.error()).contains("NoSuchTagSet");
                        });
        assertThat(sandbox.calls().writes()).hasSize(1);
    }

    @Test
    void aThrottleHasTheServicesOwnCode() {
        sandbox.faults().onEveryCall().times(2).throttle();

        assertThatThrownBy(s3::listBuckets)
                .satisfies(refused -> assertThat(code(refused)).isEqualTo("SlowDown"));
        var sts = clients.client(StsClient.builder());
        assertThatThrownBy(sts::getCallerIdentity)
                .satisfies(refused -> assertThat(code(refused)).isEqualTo("Throttling"));
        assertThat(sts.getCallerIdentity().account()).isEqualTo(World.ACCOUNT_ID);
    }

    @Test
    void aFaultMeetsTheNthMatchingCall() {
        sandbox.faults().on("s3", "ListBuckets").nth(2).breakDown();

        s3.listBuckets();
        clients.client(StsClient.builder()).getCallerIdentity();
        assertThatThrownBy(s3::listBuckets)
                .isInstanceOfSatisfying(
                        S3Exception.class,
                        broken -> assertThat(broken.statusCode()).isEqualTo(500));
        s3.listBuckets();
    }

    @Test
    void aRefusedCallDoesNothing() {
        sandbox.faults().on("s3", "CreateBucket").once().deny();

        assertThatThrownBy(() -> s3.createBucket(bucket -> bucket.bucket("logs")))
                .hasMessageContaining("is not authorized to perform: s3:CreateBucket")
                .satisfies(refused -> assertThat(code(refused)).isEqualTo("AccessDenied"));
        assertThat(hasBucket()).isFalse();
    }

    @Test
    void aCutConnectionHidesACallThatWasDone() {
        sandbox.faults().on("s3", "CreateBucket").once().cutAfter();

        assertThatThrownBy(() -> s3.createBucket(bucket -> bucket.bucket("logs")))
                .isInstanceOf(SdkClientException.class);
        assertThat(hasBucket()).isTrue();
        assertThat(sandbox.calls().of("s3", "CreateBucket")).hasSize(1);
    }

    @Test
    void aCrashStrikesBeforeOrAfterTheEffect() {
        List<Boolean> effects = new ArrayList<>();
        sandbox.faults().on("s3", "CreateBucket").once().crashBefore(() -> effects.add(bucketExists()));
        assertThatThrownBy(() -> s3.createBucket(bucket -> bucket.bucket("logs")))
                .isInstanceOf(SdkClientException.class);
        assertThat(hasBucket()).isFalse();

        sandbox.faults().on("s3", "CreateBucket").once().crashAfter(() -> effects.add(bucketExists()));
        assertThatThrownBy(() -> s3.createBucket(bucket -> bucket.bucket("logs")))
                .isInstanceOf(SdkClientException.class);

        assertThat(hasBucket()).isTrue();
        assertThat(effects).containsExactly(false, true);
    }

    private boolean bucketExists() {
        return !sandbox.world().table("s3.buckets", Object.class).rows().isEmpty();
    }

    @Test
    void aFaultMayDelay() {
        sandbox.faults().on("s3", "ListBuckets").once().delay(Duration.ofMillis(50));
        long start = System.nanoTime();

        s3.listBuckets();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(50));
    }

    @Test
    void kubernetesIsServedUnderTheClustersName() throws Exception {
        assertThat(kubernetes("GET", "/api/v1/namespaces").body()).isEqualTo("{}");
        assertThat(served).containsExactly("data-platform /api/v1/namespaces");
        assertThat(sandbox.calls().all()).singleElement().satisfies(call -> {
            assertThat(call.action()).isEqualTo("kubernetes:GET namespaces");
            assertThat(call.writes()).isFalse();
        });
    }

    @Test
    void kubernetesCallsMeetFaultsToo() throws Exception {
        sandbox.faults().on("kubernetes", "PATCH configmaps").nth(1).throttle();
        assertThat(kubernetes("PATCH", "/api/v1/namespaces/a/configmaps/b").statusCode())
                .isEqualTo(429);
        assertThat(served).isEmpty();

        sandbox.faults().on("kubernetes", "PATCH configmaps").nth(1).cutAfter();
        assertThatThrownBy(() -> kubernetes("PATCH", "/api/v1/namespaces/a/configmaps/b"))
                .isInstanceOf(IOException.class);
        assertThat(served).containsExactly("data-platform /api/v1/namespaces/a/configmaps/b");
    }

    @Test
    void aServiceThatIsNotEmulatedSaysSo() throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(sandbox.endpoint()))
                    .header("Authorization", "AWS4-HMAC-SHA256 Credential=AKIA/20260101/us-east-1/sqs/aws4_request")
                    .build();

            var response = http.send(request, BodyHandlers.ofString());

            assertThat(response.statusCode()).isEqualTo(501);
            assertThat(response.body()).contains("sqs");
        }
    }

    @Test
    void aStateIsSeededOnceAndSurvives() {
        List<String> planted = new ArrayList<>();
        var options = SandboxOptions.at(clock).withSeeds(List.of(_ -> planted.add("seed")));
        try (var first = Sandbox.open(directory, options)) {
            new SandboxClients(first.endpoint())
                    .client(SsmClient.builder())
                    .putParameter(parameter -> parameter.name("a").value("b"));
        }

        try (var second = Sandbox.open(directory, options)) {
            var ssm = new SandboxClients(second.endpoint()).client(SsmClient.builder());
            assertThat(ssm.getParameter(parameter -> parameter.name("a"))
                            .parameter()
                            .value())
                    .isEqualTo("b");
        }
        assertThat(planted).containsExactly("seed");
    }

    private static String code(Throwable refused) {
        return ((AwsServiceException) refused).awsErrorDetails().errorCode();
    }
}
