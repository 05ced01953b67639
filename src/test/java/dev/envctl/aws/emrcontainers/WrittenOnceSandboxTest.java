package dev.envctl.aws.emrcontainers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.apply.ApplyResult;
import dev.envctl.spec.Environment;
import dev.envctl.testing.Plans;
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
import software.amazon.awssdk.services.emrcontainers.EmrContainersClient;

/// Job templates and security configurations: what EMR takes once.
class WrittenOnceSandboxTest {

    @TempDir
    Path directory;

    private final SandboxCloud cloud = new SandboxCloud();

    @AfterEach
    void close() {
        cloud.close();
    }

    private Environment environment(String kind, String written, String instead) {
        try {
            String text = Files.readString(Path.of("src/test/resources/contract", kind + ".yaml"));
            Files.writeString(directory.resolve("environment.yaml"), text.replace(written, instead));
            return SandboxCloud.load(directory, Map.of());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private EmrContainersClient emr() {
        return new SandboxClients(cloud.sandbox().endpoint()).client(EmrContainersClient.builder());
    }

    @Test
    void replacesAJobTemplateForANewTag() {
        cloud.apply(cloud.plan(environment("JobTemplate", "", "")));

        assertThat(Plans.changes(cloud.plan(environment("JobTemplate", "tags: {team: data}", "tags: {team: other}"))))
                .contains("+/- JobTemplate/subject")
                .contains("EMR takes the tags of a job template with its creation only");
    }

    @Test
    void findsTheTemplateOfACreationWhoseAnswerWasLost() {
        Environment environment = environment("JobTemplate", "", "");
        cloud.sandbox()
                .faults()
                .when(call -> call.operation().equals("CreateJobTemplate"))
                .nth(1)
                .crashAfter(() -> {});
        cloud.apply(cloud.plan(environment));
        cloud.restart();

        assertThat(cloud.apply(cloud.plan(environment)).isComplete()).isTrue();

        assertThat(emr().listJobTemplates(request -> {}).templates()).hasSize(1);
    }

    @Test
    void makesATemplateAnewAfterItWasDeleted() {
        Environment environment = environment("JobTemplate", "", "");
        cloud.apply(cloud.plan(environment));
        cloud.apply(cloud.planDestroy(environment));

        assertThat(cloud.apply(cloud.plan(environment)).isComplete()).isTrue();

        assertThat(emr().listJobTemplates(request -> {}).templates()).hasSize(1);
    }

    @Test
    void deletesASecurityConfigurationAlthoughTheSdkHasNoCallForIt() {
        Environment environment = environment("SecurityConfiguration", "", "");
        cloud.apply(cloud.plan(environment));

        ApplyResult result = cloud.apply(cloud.planDestroy(environment));

        assertThat(result.isComplete()).as(result.outcomes().toString()).isTrue();
        assertThat(emr().listSecurityConfigurations(request -> {}).securityConfigurations())
                .isEmpty();
        assertThat(cloud.sandbox().calls().all())
                .anyMatch(call -> call.operation().equals("DeleteSecurityConfiguration"));
    }
}
