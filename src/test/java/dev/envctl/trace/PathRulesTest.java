package dev.envctl.trace;

import static dev.envctl.trace.SceneBuilder.absent;
import static dev.envctl.trace.SceneBuilder.denied;
import static dev.envctl.trace.SceneBuilder.endpoint;
import static dev.envctl.trace.SceneBuilder.groups;
import static dev.envctl.trace.SceneBuilder.seen;
import static dev.envctl.trace.SceneBuilder.target;
import static dev.envctl.trace.SceneBuilder.unsought;
import static dev.envctl.trace.SceneBuilder.workload;
import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.report.Json;
import dev.envctl.report.Style;
import dev.envctl.report.TraceJson;
import dev.envctl.report.TraceMarkdown;
import dev.envctl.report.TraceText;
import dev.envctl.testing.GoldenFiles;
import dev.envctl.trace.CloudSights.Certificate;
import dev.envctl.trace.CloudSights.Listener;
import dev.envctl.trace.ClusterSights.Ingress;
import dev.envctl.value.Ordered;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PathRulesTest {

    private final SceneBuilder scene = new SceneBuilder();

    private void isShownAs(String name, Trace.Verdict verdict) {
        Trace trace = scene.trace();

        assertThat(trace.verdict()).isEqualTo(verdict);
        GoldenFiles.check("trace/" + name + "/trace.txt", new TraceText(Style.TEXT).render(trace));
        GoldenFiles.check("trace/" + name + "/trace.json", Json.pretty(TraceJson.document(trace)));
    }

    private String firstBroken() {
        return scene.trace()
                .firstBroken()
                .map(link -> link.part().word() + ": " + link.state())
                .orElse("none");
    }

    @Test
    void findsNothingWrongWithAHealthyEndpoint() {
        isShownAs("healthy", Trace.Verdict.HOLDS);

        GoldenFiles.check("trace/healthy/trace.md", TraceMarkdown.render(scene.trace()));
        GoldenFiles.check("trace/healthy/trace-plain.txt", new TraceText(Style.PLAIN).render(scene.trace()));
    }

    @Test
    void stopsAtADeploymentWithoutReplicas() {
        scene.deployment = seen(workload(
                "spark", "jeg-8gai4l4exxxxx", 0, Optional.of("Deployment does not have minimum availability.")));
        scene.pods = seen(List.of(new ClusterSights.Pod(
                "jeg-8gai4l4exxxxx-0", "Pending", false, Optional.of("0/3 nodes are available: 3 Insufficient cpu."))));
        scene.targets = seen(List.of(target("i-1", "unhealthy", "Health checks failed")));

        isShownAs("deployment-unavailable", Trace.Verdict.BROKEN);
        GoldenFiles.check("trace/deployment-unavailable/trace.md", TraceMarkdown.render(scene.trace()));
    }

    /// Its pods have nothing to say, because there are none.
    @Test
    void tellsHowToScaleADeploymentUpAgain() {
        scene.deployment = seen(new ClusterSights.Workload(
                "spark", "jeg-8gai4l4exxxxx", 0, 0, Optional.empty(), Ordered.copyOf(Map.of("app", "x"))));
        scene.pods = seen(List.of());

        assertThat(scene.trace().firstBroken().flatMap(Link::remedy))
                .contains("It is scaled to none; bring it back: kubectl --namespace spark scale deployment"
                        + " jeg-8gai4l4exxxxx --replicas 1.");
    }

    @Test
    void blamesAMissingControllerForAnIngressWithoutAddress() {
        scene.endpoint = endpoint("CREATING", Optional.empty());
        scene.withNothingBehind();
        scene.controller = absent();
        scene.ingress = seen(new Ingress("ingress-8gai4l4exxxxx", Optional.empty()));

        isShownAs("controller-missing", Trace.Verdict.BROKEN);
    }

    @Test
    void stopsAtTargetsThatAreNotHealthy() {
        scene.targets = seen(List.of(
                target("i-1", "unhealthy", "Health checks failed"), target("i-2", "unhealthy", "Request timed out")));

        isShownAs("target-unhealthy", Trace.Verdict.BROKEN);
    }

    @Test
    void stopsAtAListenerWithoutCertificate() {
        scene.listener = seen(new Listener(18_888, "HTTPS", List.of()));
        scene.certificate = unsought();

        isShownAs("listener-without-certificate", Trace.Verdict.BROKEN);
    }

    @Test
    void waitsForAnEndpointThatIsBeingMade() {
        scene.endpoint = endpoint("CREATING", Optional.empty());
        scene.withNothingBehind();
        scene.deployment = seen(workload("spark", "jeg-8gai4l4exxxxx", 0, Optional.empty()));

        isShownAs("creating", Trace.Verdict.PENDING);
    }

    @Test
    void showsWhyAnEndpointEndedAndWhatItLeftBehind() {
        scene.endpoint = endpoint(
                "TERMINATED_WITH_ERRORS",
                Optional.of("Ingress could not be deleted: emr-containers has lost its access (USER_ERROR)"));
        scene.deployment = absent();
        scene.pods = unsought();

        isShownAs("terminated-with-errors", Trace.Verdict.BROKEN);
    }

    @Test
    void saysSoWhenThereIsNoEndpoint() {
        scene.endpoint = absent();

        isShownAs("no-endpoint", Trace.Verdict.BROKEN);
    }

    @Test
    void showsADeniedLookAtItsLinkAndGoesOn() {
        scene.targets = denied("elasticloadbalancing:DescribeTargetHealth");
        scene.studios = denied("elasticmapreduce:ListStudios");

        isShownAs("access-denied", Trace.Verdict.UNCERTAIN);
    }

    @Test
    void looksAtTheRestOfTheTreeBehindABrokenLink() {
        scene.ingress = seen(new Ingress("ingress-8gai4l4exxxxx", Optional.empty()));
        scene.warning = Optional.of("Failed build model: couldn't auto-discover subnets");
        scene.groups = groups("sg-somebody", "sg-engine");

        assertThat(firstBroken())
                .isEqualTo("ingress: has no address: Failed build model: couldn't auto-discover subnets");
        assertThat(scene.trace().links())
                .filteredOn(link -> link.condition() == Condition.BROKEN)
                .extracting(Link::part)
                .containsExactly(Part.INGRESS, Part.SECURITY_GROUP);
    }

    @Test
    void noticesAnIngressThatAnswersElsewhere() {
        scene.ingress = seen(new Ingress("ingress-8gai4l4exxxxx", Optional.of("elsewhere.example.com")));

        assertThat(firstBroken()).startsWith("ingress: its address is elsewhere.example.com, and the endpoint's is ");
    }

    @Test
    void noticesACertificateThatNobodyTrusts() {
        String other = SceneBuilder.CERTIFICATE.replace("2222", "3333");
        scene.listener = seen(new Listener(18_888, "HTTPS", List.of(other)));
        scene.certificate = seen(new Certificate(other, "ISSUED", Optional.empty()));

        assertThat(firstBroken()).isEqualTo("certificate: is not the one that the endpoint tells workspaces to trust");
    }

    @Test
    void noticesAnExpiredCertificate() {
        scene.certificate = seen(new Certificate(
                SceneBuilder.CERTIFICATE, "ISSUED", Optional.of(SceneBuilder.NOW.minus(Duration.ofDays(1)))));

        assertThat(firstBroken()).isEqualTo("certificate: expired at 2026-02-28T12:00:00Z");
    }

    @Test
    void noticesAGroupThatWorkspacesDoNotGetInto() {
        scene.groups = groups("sg-somebody", "sg-engine");

        assertThat(firstBroken()).isEqualTo("security group: 18888 from sg-somebody");
    }

    @Test
    void takesAnyPeerWhereThereIsNoStudioToCompareWith() {
        scene.groups = groups("sg-somebody", "sg-engine");
        scene.studios = seen(List.of());

        assertThat(firstBroken()).isEqualTo("none");
    }

    @Test
    void takesAddressesAsOpen() {
        scene.groups = groups("10.0.0.0/16", "0.0.0.0/0");

        assertThat(firstBroken()).isEqualTo("none");
    }

    @Test
    void noticesWorkspacesThatDoNotGetOut() {
        scene.groups = groups("sg-engine", "sg-somebody");

        assertThat(firstBroken()).isEqualTo("studio: its workspaces do not get out on 18888");
    }

    @Test
    void wantsTheControllerAlsoWhileTheLoadBalancerStands() {
        scene.controller = absent();

        assertThat(firstBroken()).isEqualTo("load balancer controller: missing");
    }

    @Test
    void missesNodesWhereNoTargetIsRegistered() {
        scene.targets = seen(List.of());

        assertThat(firstBroken()).isEqualTo("target group: no targets");
    }
}
