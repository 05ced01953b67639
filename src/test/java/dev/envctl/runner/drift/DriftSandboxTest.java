package dev.envctl.runner.drift;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.plan.Plan;
import dev.envctl.report.CulpritsMarkdown;
import dev.envctl.runner.run.Run;
import dev.envctl.runner.run.RunResult;
import dev.envctl.runner.run.Runs;
import dev.envctl.spec.Environment;
import dev.envctl.testing.RecordingForge.Issue;
import dev.envctl.testing.SandboxClients;
import dev.envctl.testing.SandboxCloud;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;
import software.amazon.awssdk.services.cloudtrail.model.LookupAttribute;
import software.amazon.awssdk.services.iam.IamClient;

/// The whole way: an environment is applied, somebody changes it, the next look finds it and who did it, the runner
/// heals it, the issue is closed.
class DriftSandboxTest {

    private final SandboxCloud cloud = SandboxCloud.withTrailLag(Duration.ofMinutes(15));
    private final Environment environment = SandboxCloud.load(Path.of("environments/sandbox"), Map.of());
    private final DriftStage stage = new DriftStage(false, 65_536);

    @AfterEach
    void close() {
        stage.close();
        cloud.close();
    }

    @Test
    void namesWhoDidItAndTheEventHealsItAndClosesTheIssue() {
        assertThat(cloud.apply(cloud.plan(environment)).isComplete()).isTrue();
        Instant settled = cloud.clock().instant();
        cloud.clock().turn(Duration.ofHours(1));
        clients("USER_alice")
                .client(IamClient.builder())
                .updateRole(request ->
                        request.roleName("data-platform-emr-studio-user").description("by hand"));

        look(settled);
        assertThat(theIssue().text().body())
                .contains("Role/studio-user")
                .contains("\"by hand\"")
                .contains("not found (yet)");

        cloud.clock().turn(Duration.ofMinutes(20));
        look(settled);
        assertThat(theIssue().text().body())
                .contains("`Role/studio-user`: probably `arn:aws:iam::000000000000:user/alice`, `iam:UpdateRole`")
                .contains("(CloudTrail event `" + eventOf("alice") + "`)");

        stage.beginToHeal();
        look(settled);
        heal();
        assertThat(cloud.plan(environment).isEmpty()).isTrue();
        assertThat(theIssue().text().open()).isFalse();
    }

    /// As a drift run does it.
    private void look(Instant since) {
        Plan plan = cloud.plan(environment);
        stage.looked(
                plan, plan.digest(), new CulpritsMarkdown(10_000).render(cloud.culprits(environment, plan, since)));
    }

    /// As an apply run does it: it is the approved plan or nothing.
    private void heal() {
        List<Run> waiting = stage.runs.list(Runs.Filter.latest(10).in(Run.State.QUEUED));
        assertThat(waiting)
                .singleElement()
                .satisfies(run -> assertThat(run.cause().trigger()).isEqualTo(Run.Trigger.SELF_HEAL));
        Run run = stage.runs.begin(DriftStage.DEV, "here").orElseThrow();
        Plan plan = cloud.plan(environment);
        assertThat(run.expectedDigest()).isEqualTo(Optional.of(plan.digest()));
        assertThat(cloud.apply(plan).isComplete()).isTrue();
        stage.ended(run, Run.State.SUCCEEDED, RunResult.of("Apply complete"));
    }

    private Issue theIssue() {
        assertThat(stage.forge.issues()).hasSize(1);
        return stage.forge.issues().firstEntry().getValue();
    }

    private String eventOf(String user) {
        return clients("anybody")
                .client(CloudTrailClient.builder())
                .lookupEvents(request -> request.lookupAttributes(LookupAttribute.builder()
                        .attributeKey("Username")
                        .attributeValue(user)
                        .build()))
                .events()
                .getFirst()
                .eventId();
    }

    private SandboxClients clients(String key) {
        return new SandboxClients(cloud.sandbox().endpoint()).withKey(key);
    }
}
