package dev.envctl.sandbox.aws.sts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.envctl.sandbox.Sandbox;
import dev.envctl.sandbox.SandboxOptions;
import dev.envctl.testing.SandboxClients;
import dev.envctl.testing.TurnableClock;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.StsException;

@SuppressWarnings("unchecked") // the SDK takes varargs of consumers
class StsServiceTest {

    private static final String TRUST = """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}\
        """;

    private final TurnableClock clock = new TurnableClock();
    private final Sandbox sandbox =
            Sandbox.inMemory(SandboxOptions.at(clock).withRolePropagation(Duration.ofSeconds(10)));
    private final SandboxClients clients = new SandboxClients(sandbox.endpoint());

    @AfterEach
    void close() {
        sandbox.close();
    }

    @Test
    void anyKeyIsTheAccountsUser() {
        var identity = clients.client(StsClient.builder()).getCallerIdentity();

        assertThat(identity.account()).isEqualTo("000000000000");
        assertThat(identity.arn()).isEqualTo("arn:aws:iam::000000000000:user/sandbox");
    }

    @Test
    void anAssumedRoleHasKeysOfItsOwnUntilTheyExpire() {
        var sts = clients.client(StsClient.builder());
        String arn = clients.client(IamClient.builder())
                .createRole(role -> role.roleName("deploy").assumeRolePolicyDocument(TRUST))
                .role()
                .arn();
        assertThatThrownBy(() -> sts.assumeRole(role -> role.roleArn(arn).roleSessionName("me")))
                .hasMessageContaining("is not authorized to perform: sts:AssumeRole");
        clock.turn(Duration.ofSeconds(10));

        var keys =
                sts.assumeRole(role -> role.roleArn(arn).roleSessionName("me")).credentials();
        var assumed = clients.as(
                        AwsSessionCredentials.create(keys.accessKeyId(), keys.secretAccessKey(), keys.sessionToken()))
                .client(StsClient.builder());

        assertThat(assumed.getCallerIdentity().arn()).isEqualTo("arn:aws:sts::000000000000:assumed-role/deploy/me");
        clock.turn(Duration.ofHours(1));
        assertThatThrownBy(assumed::getCallerIdentity)
                .isInstanceOfSatisfying(
                        StsException.class,
                        expired -> assertThat(expired.awsErrorDetails().errorCode())
                                .isEqualTo("ExpiredToken"));
    }

    @Test
    void anUnsignedRequestIsRefused() throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            var response = http.send(
                    HttpRequest.newBuilder(
                                    URI.create(sandbox.endpoint() + "/?Action=GetCallerIdentity&Version=2011-06-15"))
                            .build(),
                    BodyHandlers.ofString());

            assertThat(response.statusCode()).isEqualTo(403);
            assertThat(response.body()).contains("<Code>MissingAuthenticationToken</Code>");
        }
    }
}
