package dev.envctl.aws.mwaa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.envctl.apply.ApplyResult;
import dev.envctl.plan.Plan;
import dev.envctl.problem.ProblemException;
import dev.envctl.spec.Environment;
import dev.envctl.testing.Plans;
import dev.envctl.testing.SandboxCloud;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AirflowEnvironmentSandboxTest {

    @TempDir
    Path directory;

    private final SandboxCloud cloud = new SandboxCloud();

    @AfterEach
    void close() {
        cloud.close();
    }

    /// The contract's case, with something in it replaced.
    private Environment environment(String written, String instead) {
        try {
            String text = Files.readString(Path.of("src/test/resources/contract/AirflowEnvironment.yaml"));
            Files.writeString(directory.resolve("environment.yaml"), text.replace(written, instead));
            return SandboxCloud.load(directory, Map.of());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private Environment environment() {
        return environment("", "");
    }

    @Test
    void refusesPublicSubnetsWhilePlanning() {
        Environment environment = environment("data-platform-private-b", "data-platform-public-b");

        assertThatThrownBy(() -> cloud.plan(environment))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        thrown -> assertThat(thrown.problems()).singleElement().satisfies(problem -> {
                            assertThat(problem.detail()).contains("internet gateway");
                            assertThat(problem.source()).isPresent();
                        }));
    }

    @Test
    void refusesTwoSubnetsInOneZone() {
        Environment environment = environment("data-platform-private-b", "data-platform-private-a");

        assertThatThrownBy(() -> cloud.plan(environment)).isInstanceOf(ProblemException.class);
    }

    @Test
    void updatesWhenTheRequirementsChange() {
        cloud.apply(cloud.plan(environment()));

        Plan plan =
                cloud.plan(environment("requirements: apache-airflow-providers-amazon==9.0.0", "requirements: pandas"));

        assertThat(Plans.changes(plan)).isEqualTo("""
            ~ BucketObject/requirements [pending]
            ~ AirflowEnvironment/subject [pending]\
            """);
        assertThat(Plans.steps(plan)).isEqualTo("""
            update BucketObject/requirements#1
            update AirflowEnvironment/subject#1 <- update BucketObject/requirements#1\
            """);
    }

    @Test
    void tellsWhyAChangeWasNotTaken() {
        cloud.apply(cloud.plan(environment()));
        Environment missing = environment("dagS3Path: dags", "dagS3Path: dags\n  pluginsS3Path: missing.zip");

        ApplyResult result = cloud.apply(cloud.plan(missing));

        assertThat(result.isComplete()).isFalse();
        assertThat(result.outcomes().toString())
                .contains("did not take the change and runs as before: INCORRECT_CONFIGURATION: There is no object"
                        + " missing.zip in the source bucket");
    }

    @Test
    void tellsWhyACreationFailedAndMakesAnother() {
        Environment missing = environment("dagS3Path: dags", "dagS3Path: dags\n  pluginsS3Path: missing.zip");
        ApplyResult result = cloud.apply(cloud.plan(missing));
        assertThat(result.outcomes().toString()).contains("ended CREATE_FAILED: INCORRECT_CONFIGURATION");

        Plan again = cloud.plan(environment());

        assertThat(Plans.changes(again)).startsWith("-/+ AirflowEnvironment/subject");
        assertThat(cloud.apply(again).isComplete()).isTrue();
        assertThat(cloud.plan(environment()).isEmpty()).isTrue();
    }
}
