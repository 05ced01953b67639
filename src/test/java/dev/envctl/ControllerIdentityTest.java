package dev.envctl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.apply.ApplyResult;
import dev.envctl.plan.Plan;
import dev.envctl.spec.Environment;
import dev.envctl.testing.Plans;
import dev.envctl.testing.SandboxCloud;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The load balancer controller moves from one way of getting its role to the other.
class ControllerIdentityTest {

    private static final String ENVIRONMENT = """
        apiVersion: envctl.dev/v1
        kind: Environment
        metadata: {name: identity}
        spec:
          target: sandbox
          region: us-east-1
          inputs: {identity: irsa}
        ---
        apiVersion: envctl.dev/v1
        kind: Module
        metadata: {name: network}
        spec: {source: "builtin:network", inputs: {name: identity}}
        ---
        apiVersion: envctl.dev/v1
        kind: Module
        metadata: {name: cluster}
        spec:
          source: builtin:eks-cluster
          inputs: {name: identity, subnetIds: "${Module.network.privateSubnetIds}", podIdentity: true}
        dependsOn: [Module/network]
        ---
        apiVersion: envctl.dev/v1
        kind: Module
        metadata: {name: controller}
        spec:
          source: builtin:load-balancer-controller
          inputs:
            clusterName: ${Module.cluster.name}
            vpcId: ${Module.network.vpcId}
            identity: ${input.identity}
            oidcProviderArn: ${Module.cluster.oidcProviderArn}
            oidcIssuer: ${Module.cluster.oidcIssuer}
        dependsOn: [Module/cluster]
        """;

    @TempDir
    Path directory;

    private final SandboxCloud cloud = SandboxCloud.empty();

    @BeforeEach
    void write() throws IOException {
        Files.writeString(directory.resolve("environment.yaml"), ENVIRONMENT);
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    @Test
    void podsStartAgainWithTheNewRoleBeforeTheOldOneGoes() {
        assertThat(cloud.apply(cloud.plan(environment("irsa"))).isComplete()).isTrue();

        Plan change = cloud.plan(environment("podIdentity"));
        ApplyResult result = cloud.apply(change);

        assertThat(Plans.changes(change)).contains("~ controller.HelmRelease/main");
        assertThat(result.isComplete()).isTrue();
        List<String> done = result.outcomes().stream()
                .map(outcome -> outcome.step().id().toString())
                .toList();
        assertThat(done).hasSize(5);
        assertThat(done.getLast()).contains("controller.Role/irsa");
        assertThat(cloud.plan(environment("podIdentity")).steps()).isEmpty();
    }

    private Environment environment(String identity) {
        return SandboxCloud.load(directory, Map.of("identity", identity));
    }
}
