package dev.envctl.aws.iam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.apply.ApplyResult;
import dev.envctl.spec.Environment;
import dev.envctl.testing.SandboxClients;
import dev.envctl.testing.SandboxCloud;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.iam.IamClient;

class ServiceLinkedRoleSandboxTest {

    @TempDir
    Path directory;

    private final SandboxCloud cloud = new SandboxCloud();

    @AfterEach
    void close() {
        cloud.close();
    }

    private Environment environment(String written, String instead) {
        try {
            String text = Files.readString(Path.of("src/test/resources/contract/ServiceLinkedRole.yaml"));
            Files.writeString(directory.resolve("environment.yaml"), text.replace(written, instead));
            return SandboxCloud.load(directory, Map.of());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private IamClient iam() {
        return new SandboxClients(cloud.sandbox().endpoint()).client(IamClient.builder());
    }

    private Environment withoutDescription(String service) {
        return environment(
                "awsServiceName: airflow.amazonaws.com\n  description: ${input.description}",
                "awsServiceName: " + service);
    }

    @Test
    void takesARoleThatIsThereAsItIs() {
        assertThat(cloud.plan(withoutDescription("emr-containers.amazonaws.com"))
                        .steps())
                .isEmpty();
    }

    @Test
    void leavesTheRoleWhenItsEnvironmentGoes() {
        Environment environment = withoutDescription("airflow.amazonaws.com");
        cloud.apply(cloud.plan(environment));

        ApplyResult result = cloud.apply(cloud.planDestroy(environment));

        assertThat(result.isComplete()).isTrue();
        assertThat(iam().getRole(role -> role.roleName("AWSServiceRoleForAmazonMWAA"))
                        .role()
                        .arn())
                .endsWith(":role/aws-service-role/airflow.amazonaws.com/AWSServiceRoleForAmazonMWAA");
    }

    @Test
    void isContentWhenSomebodyElseWasFaster() {
        var plan = cloud.plan(withoutDescription("airflow.amazonaws.com"));
        iam().createServiceLinkedRole(role -> role.awsServiceName("airflow.amazonaws.com"));

        assertThat(cloud.plan(withoutDescription("airflow.amazonaws.com")).steps())
                .isEmpty();
        assertThat(plan.steps()).hasSize(1);
    }
}
