package dev.envctl.trail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.plan.Plan;
import dev.envctl.report.CulpritsMarkdown;
import dev.envctl.spec.Environment;
import dev.envctl.testing.SandboxClients;
import dev.envctl.testing.SandboxCloud;
import dev.envctl.value.Address;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;
import software.amazon.awssdk.services.cloudtrail.model.Event;
import software.amazon.awssdk.services.cloudtrail.model.LookupAttribute;
import software.amazon.awssdk.services.emr.EmrClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.IamException;

/// An environment that is applied in the sandbox and then changed by somebody else, through the real SDK.
class CulpritsTest {

    private static final String ROLE = "data-platform-emr-studio-user";
    private static final Instant EVER = Instant.EPOCH;

    private final Environment environment = SandboxCloud.load(Path.of("environments/sandbox"), Map.of());

    @Test
    void namesTheUserTheCallAndTheEventByTheResourcesName() {
        try (SandboxCloud cloud = applied(new SandboxCloud())) {
            describeRole(cloud, "USER_alice", "by hand");

            Findings found = ask(cloud);

            assertThat(found.unknown()).isEmpty();
            assertThat(found.culprits()).singleElement().satisfies(culprit -> {
                assertThat(culprit.address()).isEqualTo(Address.of("Role", "studio-user"));
                assertThat(culprit.principal()).isEqualTo("arn:aws:iam::000000000000:user/alice");
                assertThat(culprit.call()).isEqualTo("iam:UpdateRole");
                assertThat(culprit.eventId()).contains(lastEvent(cloud, "alice").eventId());
                assertThat(culprit.time()).isEqualTo(cloud.clock().instant());
            });
        }
    }

    @Test
    void readsThroughTheEventsOfAServiceThatTellsNoResources() {
        try (SandboxCloud cloud = applied(new SandboxCloud())) {
            EmrClient emr = clients(cloud, "USER_bob").client(EmrClient.builder());
            String studio = emr.listStudios(request -> {}).studios().getFirst().studioId();
            emr.updateStudio(request -> request.studioId(studio).description("by hand"));

            assertThat(ask(cloud).culprits()).singleElement().satisfies(culprit -> {
                assertThat(culprit.principal()).endsWith("user/bob");
                assertThat(culprit.call()).isEqualTo("elasticmapreduce:UpdateStudio");
            });
        }
    }

    @Test
    void takesTheLastCallOfSeveralAndNoneThatWasRefusedOrTooOld() {
        try (SandboxCloud cloud = applied(new SandboxCloud())) {
            describeRole(cloud, "USER_alice", "first");
            cloud.clock().turn(Duration.ofMinutes(10));
            describeRole(cloud, "USER_bob", "second");
            Instant afterBob = cloud.clock().instant().plusSeconds(1);
            cloud.sandbox()
                    .faults()
                    .when(call -> call.operation().equals("UpdateRole"))
                    .deny();
            assertThat(attempt(() -> describeRole(cloud, "USER_carol", "third")))
                    .isFalse();
            cloud.sandbox().faults().clear();
            Plan plan = cloud.plan(environment);

            assertThat(cloud.culprits(environment, plan, EVER).culprits())
                    .extracting(Culprit::principal)
                    .containsExactly("arn:aws:iam::000000000000:user/bob");
            assertThat(cloud.culprits(environment, plan, afterBob).unknown())
                    .containsExactly(Address.of("Role", "studio-user"));
        }
    }

    @Test
    void passesOverEnvctlAndNotOverWhoWorksByHandUnderItsName() {
        try (SandboxCloud cloud = applied(new SandboxCloud())) {
            IamClient ours = clients(cloud, "sandbox")
                    .client(
                            IamClient.builder(),
                            builder -> builder.overrideConfiguration(override -> override.putAdvancedOption(
                                    SdkAdvancedClientOption.USER_AGENT_SUFFIX, "envctl/test")));
            ours.updateRole(request -> request.roleName(ROLE).description("by envctl"));
            assertThat(ask(cloud).culprits()).isEmpty();

            describeRole(cloud, "sandbox", "by hand");
            assertThat(ask(cloud).culprits()).hasSize(1);
        }
    }

    @Test
    void findsNobodyAsLongAsTheHistoryIsBehind() {
        try (SandboxCloud cloud = applied(SandboxCloud.withTrailLag(Duration.ofMinutes(15)))) {
            describeRole(cloud, "USER_alice", "by hand");
            assertThat(ask(cloud).unknown()).containsExactly(Address.of("Role", "studio-user"));

            cloud.clock().turn(Duration.ofMinutes(16));
            assertThat(ask(cloud).culprits()).hasSize(1);
        }
    }

    @Test
    void isNoFailureWhenTheHistoryIsRefused() {
        try (SandboxCloud cloud = applied(new SandboxCloud())) {
            describeRole(cloud, "USER_alice", "by hand");
            cloud.sandbox()
                    .faults()
                    .when(call -> call.service().equals("cloudtrail"))
                    .deny();

            Findings found = ask(cloud);

            assertThat(found.culprits()).isEmpty();
            assertThat(found.unknown()).hasSize(1);
            assertThat(found.refusals())
                    .singleElement()
                    .satisfies(refusal -> assertThat(refusal.detail()).contains("cloudtrail:LookupEvents"));
            assertThat(new CulpritsMarkdown(2000).render(found)).contains("could not be read");
        }
    }

    @Test
    void asksNobodyWhenNothingDrifted() {
        try (SandboxCloud cloud = applied(new SandboxCloud())) {
            assertThat(ask(cloud)).isEqualTo(Findings.NONE);
            assertThat(cloud.sandbox().calls().all())
                    .noneMatch(call -> call.service().equals("cloudtrail"));
        }
    }

    @Test
    void whatAStrangerChoseCannotBecomeMarkup() {
        var culprit = new Culprit(
                Address.of("Role", "x"),
                "arn:aws:sts::1:assumed-role/`x`/@team <img src=x>\n# hi",
                "iam:UpdateRole",
                EVER,
                Optional.of("e`1"),
                Optional.of("<b>"));

        assertThat(new CulpritsMarkdown(2000).render(new Findings(List.of(culprit), List.of(), false, List.of())))
                .isEqualTo("""
                    **Who did it**, probably: the last call on the object that was not envctl's own.

                    - `Role/x`: probably ``arn:aws:sts::1:assumed-role/`x`/@team <img src=x>\\n# hi``, \
                    `iam:UpdateRole` at 1970-01-01 00:00:00 UTC from `<b>` (CloudTrail event ``e`1``)
                    """);
    }

    @Test
    void saysHowManyMoreThereAreWhenThereIsNoRoom() {
        List<Address> many = IntStream.range(0, 100)
                .mapToObj(number -> Address.of("Role", "role-" + number))
                .toList();

        String text = new CulpritsMarkdown(1000).render(Findings.unknown(many));

        assertThat(text).hasSizeLessThanOrEqualTo(1000).contains("- and 9");
    }

    private SandboxCloud applied(SandboxCloud cloud) {
        assertThat(cloud.apply(cloud.plan(environment)).isComplete()).isTrue();
        return cloud;
    }

    private Findings ask(SandboxCloud cloud) {
        return cloud.culprits(environment, cloud.plan(environment), EVER);
    }

    private static void describeRole(SandboxCloud cloud, String key, String description) {
        clients(cloud, key)
                .client(IamClient.builder())
                .updateRole(request -> request.roleName(ROLE).description(description));
    }

    private static boolean attempt(Runnable call) {
        try {
            call.run();
            return true;
        } catch (IamException refused) {
            return false;
        }
    }

    private static Event lastEvent(SandboxCloud cloud, String user) {
        return clients(cloud, "anybody")
                .client(CloudTrailClient.builder())
                .lookupEvents(request -> request.lookupAttributes(LookupAttribute.builder()
                        .attributeKey("Username")
                        .attributeValue(user)
                        .build()))
                .events()
                .getFirst();
    }

    private static SandboxClients clients(SandboxCloud cloud, String key) {
        return new SandboxClients(cloud.sandbox().endpoint()).withKey(key);
    }
}
