package dev.envctl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.plan.Change;
import dev.envctl.plan.Plan;
import dev.envctl.spec.Environment;
import dev.envctl.testing.Plans;
import dev.envctl.testing.SandboxClients;
import dev.envctl.testing.SandboxCloud;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;

/// What a newcomer is promised of `environments/sandbox`, through the real kinds, SDKs and wire.
class SandboxEnvironmentTest {

    private static final Path DIRECTORY = Path.of("environments/sandbox");

    private final SandboxCloud cloud = new SandboxCloud();
    private final Environment environment = SandboxCloud.load(DIRECTORY, Map.of());

    @BeforeEach
    void apply() {
        assertThat(cloud.apply(cloud.plan(environment)).isComplete()).isTrue();
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    @Test
    void isSettledAfterOneApplyInFewCalls() {
        Plan again = cloud.plan(environment);

        assertThat(environment.resources()).hasSizeGreaterThanOrEqualTo(25);
        assertThat(again.steps()).isEmpty();
        assertThat(again.statistics().apiCalls()).isLessThanOrEqualTo(26);
    }

    @Test
    void takesNoMoreCallsForMorePeople() {
        long calls = cloud.plan(environment).statistics().apiCalls();
        Environment crowded = SandboxCloud.load(
                DIRECTORY,
                Map.of("users", "[alice@example.com, bob@example.com, carol@example.com, dave@example.com]"));
        cloud.apply(cloud.plan(crowded));

        assertThat(cloud.plan(crowded).statistics().apiCalls()).isEqualTo(calls);
    }

    @Test
    void callsAChangeMadeBehindItsBackDrift() {
        new SandboxClients(cloud.sandbox().endpoint())
                .client(IamClient.builder())
                .updateRole(request ->
                        request.roleName("data-platform-emr-studio-user").description("by hand"));

        Plan plan = cloud.plan(environment);

        assertThat(Plans.changes(plan)).isEqualTo("~ Role/studio-user [drift]");
        assertThat(cloud.apply(plan).isComplete()).isTrue();
        assertThat(cloud.plan(environment).isEmpty()).isTrue();
    }

    @Test
    void replacesOnlyTheEndpointsForAnotherReleaseAndSaysWhy() {
        Plan plan = cloud.plan(SandboxCloud.load(DIRECTORY, Map.of("release", "emr-7.10.0-latest")));

        assertThat(plan.changes().stream().filter(change -> !change.isQuiet()).map(Change::address))
                .extracting(Object::toString)
                .containsExactly("ManagedEndpoint/iceberg", "ManagedEndpoint/pyspark");
        assertThat(Plans.changes(plan)).contains("+/- ManagedEndpoint/pyspark [pending] (releaseLabel changes");
    }

    @Test
    void deletesExactlyOneMappingForAPersonWhoLeaves() {
        Plan plan = cloud.plan(SandboxCloud.load(DIRECTORY, Map.of("users", "[alice@example.com]")));

        assertThat(plan.summary()).isEqualTo(new Plan.Summary(0, 0, 0, 1, 0));
        assertThat(Plans.changes(plan)).contains("StudioSessionMapping");
    }

    @Test
    void makesTheSamePlanTenTimes() {
        Environment other = SandboxCloud.load(DIRECTORY, Map.of("release", "emr-7.10.0-latest"));

        assertThat(IntStream.range(0, 10)
                        .mapToObj(_ -> cloud.plan(other).digest())
                        .collect(Collectors.toSet()))
                .hasSize(1);
    }
}
