package dev.envctl.aws.eks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.envctl.plan.Action;
import dev.envctl.plan.Plan;
import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import dev.envctl.sandbox.Fault;
import dev.envctl.sandbox.RecordedCall;
import dev.envctl.spec.Environment;
import dev.envctl.testing.Plans;
import dev.envctl.testing.SandboxClients;
import dev.envctl.testing.SandboxCloud;
import dev.envctl.value.Address;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.eks.EksClient;

/// A cluster of our own with what stands in it.
final class ManagedClusterTest {

    private static final String ENVIRONMENT = """
        apiVersion: envctl.dev/v1
        kind: Environment
        metadata: {name: contract}
        spec:
          target: sandbox
          region: us-east-1
          inputs: {minor: 31, mode: API_AND_CONFIG_MAP, key: [], protect: false, namespaces: [spark]}
        ---
        apiVersion: envctl.dev/v1
        kind: Cluster
        metadata: {name: other}
        external: {name: data-platform}
        ---
        apiVersion: envctl.dev/v1
        kind: Role
        metadata: {name: cluster}
        spec:
          roleName: contract-cluster
          assumeRolePolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Principal: {Service: [eks.amazonaws.com, ec2.amazonaws.com, eks-fargate-pods.amazonaws.com]}
                Action: sts:AssumeRole
        ---
        apiVersion: envctl.dev/v1
        kind: Cluster
        metadata: {name: main}
        spec:
          name: analytics
          roleArn: ${Role.cluster.arn}
          version: "1.${input.minor}"
          resourcesVpcConfig: {subnetIds: "${Cluster.other.subnetIds}"}
          accessConfig: {authenticationMode: "${input.mode}"}
          encryptionConfig: ${input.key}
          deletionProtection: ${input.protect}
        """;

    private static final String INSIDE = """
        apiVersion: envctl.dev/v1
        kind: Nodegroup
        metadata: {name: nodes}
        spec:
          clusterName: ${Cluster.main.name}
          nodegroupName: nodes
          nodeRole: ${Role.cluster.arn}
          subnets: ${Cluster.other.subnetIds}
          scalingConfig: {minSize: 2, maxSize: 3}
        ---
        apiVersion: envctl.dev/v1
        kind: FargateProfile
        metadata: {name: one}
        spec:
          clusterName: ${Cluster.main.name}
          fargateProfileName: one
          podExecutionRoleArn: ${Role.cluster.arn}
          selectors: [{namespace: one}]
        ---
        apiVersion: envctl.dev/v1
        kind: FargateProfile
        metadata: {name: two}
        spec:
          clusterName: ${Cluster.main.name}
          fargateProfileName: two
          podExecutionRoleArn: ${Role.cluster.arn}
          selectors: [{namespace: two}]
        ---
        apiVersion: envctl.dev/v1
        kind: Addon
        metadata: {name: dns}
        spec: {clusterName: "${Cluster.main.name}", addonName: coredns}
        ---
        apiVersion: envctl.dev/v1
        kind: AccessEntry
        metadata: {name: emr}
        spec:
          clusterName: ${Cluster.main.name}
          principalArn: arn:aws:iam::000000000000:role/aws-service-role/emr-containers.amazonaws.com/AWSServiceRoleForAmazonEMRContainers
          accessPolicies:
            - policyArn: arn:aws:eks::aws:cluster-access-policy/AmazonEMRJobPolicy
              accessScope: {type: namespace, namespaces: [streams]}
        ---
        apiVersion: envctl.dev/v1
        kind: Namespace
        metadata: {name: spark}
        spec: {clusterName: "${Cluster.main.name}", name: spark}
        ---
        apiVersion: envctl.dev/v1
        kind: EmrContainersAccess
        metadata: {name: spark}
        spec: {clusterName: "${Cluster.main.name}", namespace: "${Namespace.spark.name}"}
        """;

    @TempDir
    Path directory;

    private final SandboxCloud cloud = new SandboxCloud();

    @BeforeEach
    void write() throws IOException {
        Files.writeString(directory.resolve("environment.yaml"), ENVIRONMENT);
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    private Environment environment(Map<String, String> inputs) {
        return SandboxCloud.load(directory, inputs);
    }

    private void apply(Map<String, String> inputs) {
        Plan plan = cloud.plan(environment(inputs));
        var result = cloud.apply(plan);
        assertThat(result.isComplete())
                .as("%s%n%s", Plans.changes(plan), result.outcomes())
                .isTrue();
        assertThat(Plans.changes(cloud.plan(environment(inputs)))).isEmpty();
    }

    private Problem refusal(Map<String, String> inputs) {
        try {
            cloud.plan(environment(inputs));
        } catch (ProblemException refused) {
            return refused.problems().getFirst();
        }
        throw new AssertionError("the plan was not refused");
    }

    @Test
    void aJumpOfTwoMinorVersionsIsRefusedWhenPlanning() {
        apply(Map.of());

        Problem refusal = refusal(Map.of("minor", "33"));

        assertThat(refusal.code()).isEqualTo(Code.VERSION_JUMP);
        assertThat(refusal.source().orElseThrow().line()).isEqualTo(32);
        assertThat(refusal.hint().orElseThrow()).startsWith("Set version to \"1.32\", apply");
        assertThat(refusal(Map.of("minor", "30")).code()).isEqualTo(Code.CHANGE_ONE_WAY);
        apply(Map.of("minor", "32"));
        apply(Map.of("minor", "33"));
    }

    @Test
    void accessEntriesAreNotGivenUpAgain() {
        apply(Map.of("mode", "API"));

        Problem refusal = refusal(Map.of("mode", "CONFIG_MAP"));

        assertThat(refusal.code()).isEqualTo(Code.CHANGE_ONE_WAY);
        assertThat(refusal.detail()).contains("authenticationMode", "from API to CONFIG_MAP");
    }

    @Test
    void encryptionIsAddedOnceAndStays() {
        String key = "[{provider: {keyArn: 'arn:aws:kms:us-east-1:000000000000:key/%s'}, resources: [secrets]}]";
        apply(Map.of());
        apply(Map.of("key", key.formatted("one")));

        assertThat(refusal(Map.of("key", "[]")).code()).isEqualTo(Code.CHANGE_ONE_WAY);
        assertThat(refusal(Map.of("key", key.formatted("two"))).code()).isEqualTo(Code.CHANGE_ONE_WAY);
    }

    @Test
    void aNewClusterMayHaveAnyVersion() {
        apply(Map.of());

        Plan plan = cloud.planReplacing(environment(Map.of("minor", "34")), Address.of("Cluster", "main"));

        assertThat(plan.changes())
                .filteredOn(change -> change.address().name().equals("main"))
                .extracting(change -> change.action())
                .containsExactly(Action.DELETE_THEN_CREATE);
    }

    @Test
    void severalSettingsAreChangedOneAfterAnother() {
        apply(Map.of());

        apply(Map.of("minor", "32", "mode", "API", "protect", "true"));

        assertThat(cloud.sandbox().calls().writes())
                .filteredOn(call -> call.service().equals("eks") && call.error().isEmpty())
                .extracting(RecordedCall::operation)
                .containsExactly(
                        "CreateCluster",
                        "UpdateClusterConfig",
                        "UpdateClusterConfig",
                        "UpdateClusterVersion",
                        "TagResource");
    }

    @Test
    void aProtectedClusterIsNotDeleted() {
        apply(Map.of("protect", "true"));

        var result = cloud.apply(cloud.planDestroy(environment(Map.of("protect", "true"))));

        assertThat(result.isComplete()).isFalse();
        assertThat(result.outcomes().toString()).contains("deletion protection");
    }

    @Test
    void everythingInsideComesAndGoesWithIt() throws IOException {
        Files.writeString(directory.resolve("inside.yaml"), INSIDE);
        apply(Map.of());

        Plan destroy = cloud.planDestroy(environment(Map.of()));
        assertThat(cloud.apply(destroy).isComplete()).isTrue();

        assertThat(cloud.planDestroy(environment(Map.of())).isEmpty()).isTrue();
        assertThat(List.of("eks.nodegroups", "eks.fargate-profiles", "eks.clusters", "eks.access-entries"))
                .allSatisfy(table -> assertThat(rows(table)).noneMatch(row -> row.contains("\"analytics\"")));
        assertThat(rows("ec2.network-interfaces")).noneMatch(row -> row.contains("Amazon EKS analytics"));
    }

    private List<String> rows(String table) {
        return cloud.sandbox().world().table(table, JsonNode.class).rows().stream()
                .map(Object::toString)
                .toList();
    }

    @Test
    void theScopeOfEmrsPolicyIsMergedNotFoughtOver() throws IOException {
        Files.writeString(directory.resolve("inside.yaml"), INSIDE);
        apply(Map.of());

        assertThat(rows("eks.access-entries"))
                .filteredOn(row -> row.contains("AmazonEMRJobPolicy") && row.contains("\"analytics\""))
                .singleElement(InstanceOfAssertFactories.STRING)
                .contains("spark", "streams");
    }

    @Test
    void whatAnAutoscalerMadeOfTheGroupStaysUnlessTheLimitsForbidIt() throws IOException {
        writeNodes("{minSize: 2, maxSize: 8, desiredSize: 2}");
        apply(Map.of());
        autoscale(6);

        writeNodes("{minSize: 2, maxSize: 9, desiredSize: 2}");
        apply(Map.of());
        assertThat(size()).isEqualTo(6);

        writeNodes("{minSize: 7, maxSize: 9, desiredSize: 2}");
        apply(Map.of());
        assertThat(size()).isEqualTo(7);

        writeNodes("{minSize: 1, maxSize: 4, desiredSize: 2}");
        apply(Map.of());
        assertThat(size()).isEqualTo(4);
    }

    private void writeNodes(String scaling) throws IOException {
        Files.writeString(directory.resolve("nodes.yaml"), """
            apiVersion: envctl.dev/v1
            kind: Nodegroup
            metadata: {name: nodes}
            spec:
              clusterName: ${Cluster.main.name}
              nodegroupName: nodes
              nodeRole: ${Role.cluster.arn}
              subnets: ${Cluster.other.subnetIds}
              scalingConfig: %s
            lifecycle: {ignoreChanges: [/scalingConfig/desiredSize]}
            """.formatted(scaling));
    }

    private EksClient eks() {
        return new SandboxClients(cloud.sandbox().endpoint()).client(EksClient.builder());
    }

    private void autoscale(int nodes) {
        eks().updateNodegroupConfig(request -> request.clusterName("analytics")
                .nodegroupName("nodes")
                .scalingConfig(scaling -> scaling.desiredSize(nodes)));
        cloud.clock().turn(Duration.ofHours(1));
    }

    private int size() {
        return eks().describeNodegroup(
                        request -> request.clusterName("analytics").nodegroupName("nodes"))
                .nodegroup()
                .scalingConfig()
                .desiredSize();
    }

    @Test
    void aClusterThatIsStillBeingMadeIsWaitedFor() {
        Plan plan = cloud.plan(environment(Map.of()));
        cloud.sandbox()
                .faults()
                .when(call -> call.operation().equals("DescribeCluster")
                        && rows("eks.clusters").stream().anyMatch(row -> row.contains("CREATING")))
                .then(new Fault.CutBefore());
        assertThat(cloud.apply(plan).isComplete()).isFalse();
        cloud.restart();

        apply(Map.of());

        assertThat(cloud.sandbox().calls().of("eks", "CreateCluster"))
                .filteredOn(call -> call.error().isEmpty())
                .hasSize(1);
    }
}
