package dev.envctl.sandbox.aws.ssm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.envctl.sandbox.Sandbox;
import dev.envctl.sandbox.SandboxOptions;
import dev.envctl.testing.SandboxClients;
import dev.envctl.testing.TurnableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;
import software.amazon.awssdk.services.ssm.model.ParameterType;

@SuppressWarnings("unchecked") // the SDK takes varargs of consumers
class SecretsTest {

    private final Sandbox sandbox = Sandbox.inMemory(SandboxOptions.at(new TurnableClock()));
    private final SandboxClients clients = new SandboxClients(sandbox.endpoint());

    @AfterEach
    void close() {
        sandbox.close();
    }

    @Test
    void aSecureParameterIsReadableOnlyDecrypted() {
        var ssm = clients.client(SsmClient.builder());
        ssm.putParameter(
                parameter -> parameter.name("/team/key").value("secret").type(ParameterType.SECURE_STRING));

        assertThat(ssm.getParameter(parameter -> parameter.name("/team/key"))
                        .parameter()
                        .value())
                .doesNotContain("secret");
        assertThat(ssm.getParameter(parameter -> parameter.name("/team/key").withDecryption(true))
                        .parameter()
                        .value())
                .isEqualTo("secret");
        assertThatThrownBy(() -> ssm.getParameter(parameter -> parameter.name("none")))
                .isInstanceOf(ParameterNotFoundException.class);
    }

    @Test
    void aSecretIsFoundByNameAndByArnInBothForms() {
        var secrets = clients.client(SecretsManagerClient.builder());
        String arn = secrets.createSecret(secret -> secret.name("team/key").secretString("secret"))
                .arn();

        assertThat(secrets.getSecretValue(secret -> secret.secretId("team/key")).secretString())
                .isEqualTo("secret");
        assertThat(secrets.getSecretValue(secret -> secret.secretId(arn)).secretString())
                .isEqualTo("secret");
        assertThat(secrets.getSecretValue(secret -> secret.secretId(arn.substring(0, arn.length() - 7)))
                        .secretString())
                .isEqualTo("secret");
        assertThatThrownBy(() -> secrets.getSecretValue(secret -> secret.secretId("none")))
                .isInstanceOf(ResourceNotFoundException.class);
    }
}
