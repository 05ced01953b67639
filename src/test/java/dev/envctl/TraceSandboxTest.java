package dev.envctl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.envctl.sandbox.ClusterView;
import dev.envctl.sandbox.RecordedCall;
import dev.envctl.sandbox.aws.ec2.Ec2Store;
import dev.envctl.sandbox.kubernetes.ClusterObjects;
import dev.envctl.spec.Environment;
import dev.envctl.testing.SandboxClients;
import dev.envctl.testing.SandboxCloud;
import dev.envctl.trace.Condition;
import dev.envctl.trace.Link;
import dev.envctl.trace.Part;
import dev.envctl.trace.Trace;
import dev.envctl.value.Address;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.emrcontainers.EmrContainersClient;

/// A trace through the real providers, SDKs and wire, of `environments/sandbox` in good and in bad health.
class TraceSandboxTest {

    private static final Address PYSPARK = Address.of("ManagedEndpoint", "pyspark");

    private final SandboxCloud cloud = new SandboxCloud();
    private final Environment environment = SandboxCloud.load(Path.of("environments/sandbox"), Map.of());

    @BeforeEach
    void apply() {
        assertThat(cloud.apply(cloud.plan(environment)).isComplete()).isTrue();
        cloud.sandbox().calls().clear();
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    private Trace trace() {
        return cloud.trace(environment, PYSPARK);
    }

    private String id() {
        return trace().endpoint().name().replaceFirst(".*\\((.*)\\)", "$1");
    }

    private Link link(Part part) {
        return trace().links().stream()
                .filter(link -> link.part() == part)
                .findFirst()
                .orElseThrow();
    }

    /// Behind envctl's back.
    private void inCluster(Consumer<ClusterView> change) {
        cloud.sandbox().world().transaction(() -> {
            change.accept(ClusterObjects.named(cloud.sandbox().world(), "data-platform"));
            return true;
        });
    }

    private void loseController() {
        inCluster(cluster ->
                cluster.deleteObject("apps/v1", "Deployment", "kube-system", "aws-load-balancer-controller"));
    }

    @Test
    void holdsFromTheEndpointToItsSecurityGroups() {
        Trace trace = trace();

        assertThat(trace.links()).allMatch(link -> link.condition() == Condition.SOUND);
        assertThat(trace.links())
                .extracting(Link::part)
                .containsExactly(
                        Part.ENDPOINT,
                        Part.DEPLOYMENT,
                        Part.POD,
                        Part.SERVICE,
                        Part.CONTROLLER,
                        Part.INGRESS,
                        Part.TARGET_GROUP_BINDING,
                        Part.TARGET_GROUP,
                        Part.LOAD_BALANCER,
                        Part.LISTENER,
                        Part.CERTIFICATE,
                        Part.SECURITY_GROUP,
                        Part.STUDIO);
    }

    @Test
    void onlyReadsAndInFewCalls() {
        trace();

        assertThat(cloud.sandbox().calls().writes()).isEmpty();
        assertThat(cloud.sandbox().calls().all())
                .extracting(RecordedCall::operation)
                .hasSizeLessThanOrEqualTo(22);
    }

    @Test
    void findsAGatewayThatIsGoneAndWhatFollowsFromIt() {
        String id = id();
        inCluster(cluster -> cluster.deleteObject("apps/v1", "Deployment", "spark", "jeg-" + id));

        assertThat(trace().links())
                .filteredOn(link -> link.condition() == Condition.BROKEN)
                .extracting(Link::part, Link::state)
                .containsExactly(tuple(Part.DEPLOYMENT, "missing"), tuple(Part.TARGET_GROUP, "0 of 3 targets healthy"));
    }

    @Test
    void findsACertificateByTagsWhereTheBindingIsGone() {
        cloud.clock().turn(Duration.ofMinutes(5));
        String name = link(Part.TARGET_GROUP_BINDING).name();
        inCluster(cluster -> cluster.deleteObject("elbv2.k8s.aws/v1beta1", "TargetGroupBinding", "spark", name));

        Trace trace = trace();

        assertThat(trace.firstBroken().orElseThrow().part()).isEqualTo(Part.TARGET_GROUP_BINDING);
        assertThat(link(Part.CERTIFICATE).condition()).isEqualTo(Condition.SOUND);
    }

    @Test
    void findsTheMissingControllerWhileTheEndpointStillServes() {
        loseController();

        assertThat(trace().firstBroken().orElseThrow().part()).isEqualTo(Part.CONTROLLER);
    }

    @Test
    void findsAClosedSecurityGroup() {
        cloud.sandbox().world().transaction(() -> {
            Ec2Store ec2 = new Ec2Store(cloud.sandbox().world());
            ec2.securityGroupRules().rows().stream()
                    .filter(rule -> !rule.egress() && rule.traffic().fromPort() == 18_888)
                    .forEach(rule -> ec2.securityGroupRules().remove(rule.ruleId()));
            return true;
        });

        assertThat(trace().links())
                .filteredOn(link -> link.condition() == Condition.BROKEN)
                .extracting(Link::part)
                .containsExactly(Part.SECURITY_GROUP, Part.STUDIO);
    }

    @Test
    void tellsWhyAnEndpointEndedAndWhatItLeft() {
        loseController();
        EmrContainersClient emr = new SandboxClients(cloud.sandbox().endpoint()).client(EmrContainersClient.builder());
        String home = emr.listVirtualClusters(request -> {})
                .virtualClusters()
                .getFirst()
                .id();
        String id = id();
        emr.deleteManagedEndpoint(request -> request.virtualClusterId(home).id(id));
        cloud.clock().turn(Duration.ofMinutes(5));

        Trace trace = trace();

        assertThat(trace.endpoint().state())
                .startsWith("TERMINATED_WITH_ERRORS: Ingress ingress-" + id + " could not be deleted");
        assertThat(link(Part.LOAD_BALANCER).condition()).isEqualTo(Condition.LEFT_BEHIND);
    }

    @Test
    void showsWhatItMayNotLookAtAndGoesOn() {
        cloud.sandbox()
                .faults()
                .on("elasticloadbalancing", "DescribeTargetHealth")
                .deny();
        cloud.sandbox().faults().on("elasticmapreduce", "ListStudios").deny();

        Trace trace = trace();

        assertThat(trace.verdict()).isEqualTo(Trace.Verdict.UNCERTAIN);
        assertThat(trace.links())
                .filteredOn(link -> link.condition() == Condition.UNSEEN)
                .extracting(Link::part)
                .containsExactly(Part.TARGET, Part.STUDIO);
        assertThat(trace.links()).extracting(Link::part).contains(Part.CERTIFICATE, Part.SECURITY_GROUP);
    }

    @Test
    void isAllThereIsToSayWithoutRightsInEmr() {
        cloud.sandbox().faults().onService("emr-containers").deny();

        assertThat(trace().links())
                .extracting(Link::part, Link::condition)
                .isEqualTo(List.of(tuple(Part.ENDPOINT, Condition.UNSEEN)));
    }
}
