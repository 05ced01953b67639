package dev.envctl.sandbox.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.envctl.sandbox.EmulatedClusters;
import dev.envctl.sandbox.RecordedCall;
import dev.envctl.sandbox.Sandbox;
import dev.envctl.sandbox.SandboxOptions;
import dev.envctl.sandbox.aws.account.AccountSeed;
import dev.envctl.testing.Answer;
import dev.envctl.testing.ApiCalls;
import dev.envctl.testing.SignedTokens;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The API of the seeded cluster inside a whole sandbox.
class MountedTest {

    private static final String CLUSTER = "data-platform";

    @TempDir
    private Path directory;

    @Test
    void objectsOutliveTheProcess() {
        Answer created;
        try (Sandbox sandbox = open()) {
            created = call(sandbox, "POST", "/api/v1/namespaces", "{\"metadata\": {\"name\": \"spark\"}}");
            assertThat(created.status()).isEqualTo(201);
        }

        try (Sandbox sandbox = open()) {
            Answer read = call(sandbox, "GET", "/api/v1/namespaces/spark", "");
            assertThat(read.body()).isEqualTo(created.body());
            Answer patched = call(sandbox, "DELETE", "/api/v1/namespaces/spark", "");
            assertThat(patched.text("/status/phase")).isEqualTo("Terminating");
        }
    }

    @Test
    void callsAreRecordedWithTheirCaller() {
        try (Sandbox sandbox = open()) {
            call(sandbox, "GET", "/api/v1/namespaces/default/configmaps", "");

            assertThat(sandbox.calls().all())
                    .extracting(RecordedCall::operation, RecordedCall::principal)
                    .contains(tuple("GET configmaps", "arn:aws:iam::000000000000:user/sandbox"));
        }
    }

    private Sandbox open() {
        return Sandbox.open(
                directory,
                SandboxOptions.scaled(1)
                        .withSeeds(List.of(new AccountSeed()))
                        .withKubernetes(EmulatedClusters.servedAt(Clock.systemUTC())));
    }

    private static Answer call(Sandbox sandbox, String method, String path, String body) {
        return ApiCalls.send(
                method,
                sandbox.endpoint() + "/kubernetes/" + CLUSTER + path,
                SignedTokens.make(CLUSTER, "AKIAANYBODY"),
                "application/json",
                body);
    }
}
