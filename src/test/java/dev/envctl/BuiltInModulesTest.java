package dev.envctl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.spec.Environment;
import dev.envctl.spec.Rendering;
import dev.envctl.testing.BuiltInModule;
import dev.envctl.testing.GoldenFiles;
import dev.envctl.testing.SandboxCloud;
import dev.envctl.value.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The modules that are shipped: what they say about themselves, what they stand for, and what their policies allow.
class BuiltInModulesTest {

    private static final String ENVIRONMENT = """
        apiVersion: envctl.dev/v1
        kind: Environment
        metadata: {name: dev}
        spec: {target: sandbox, region: us-east-1}
        """;

    /// What EKS documents for its own roles; nothing narrower would work.
    private static final Set<String> MANAGED_BY_AWS = Set.of(
            "AmazonEKSClusterPolicy",
            "AmazonEKSWorkerNodePolicy",
            "AmazonEKS_CNI_Policy",
            "AmazonEC2ContainerRegistryReadOnly",
            "AmazonEKSFargatePodExecutionRolePolicy");

    @TempDir
    private Path directory;

    static List<BuiltInModule> modules() {
        return BuiltInModule.all();
    }

    @ParameterizedTest
    @MethodSource("modules")
    void saysWhatEveryInputIs(BuiltInModule module) {
        assertThat(module.description()).endsWith(".");
        assertThat(module.inputs()).isNotEmpty().allSatisfy((name, input) -> {
            assertThat(input.text("description").orElse("")).as(name).matches("[A-Z].*\\.");
        });
        assertThat(module.outputs()).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("modules")
    void standsForTheseDocuments(BuiltInModule module) {
        GoldenFiles.check("modules/" + module.name() + "/documents.txt", Rendering.yaml(example(module), false));
    }

    @ParameterizedTest
    @MethodSource("modules")
    void allowsNoMoreThanItSays(BuiltInModule module) {
        Environment environment = example(module);

        assertThat(statements(environment)).allSatisfy(statement -> {
            assertThat(statement.text("Sid").orElse("")).matches("[A-Z][A-Za-z0-9]+");
            assertThat(texts(statement.get("Action").orElse(Value.NULL)))
                    .isNotEmpty()
                    .noneMatch(action -> action.equals("*") || action.endsWith(":*"));
        });
        assertThat(Rendering.yaml(environment, false)).doesNotContain("FullAccess");
        assertThat(awsManaged(environment)).isSubsetOf(MANAGED_BY_AWS);
    }

    @Test
    void holdsWithEverySwitchOn() {
        Environment environment = load("""
            kind: Module
            metadata: {name: platform}
            spec:
              source: builtin:emr-on-eks-platform
              inputs: {bucket: acme-data, studio: true, groups: [data-scientists], airflow: true}
            ---
            kind: Module
            metadata: {name: controller}
            spec:
              source: builtin:load-balancer-controller
              inputs: {clusterName: other, vpcId: vpc-0a, identity: podIdentity}
            ---
            kind: Module
            metadata: {name: cluster}
            spec:
              source: builtin:eks-cluster
              inputs:
                name: other
                subnetIds: [subnet-0a, subnet-0b]
                podIdentity: true
                publicAccessCidrs: []
                administrators: [arn:aws:iam::000000000000:role/admin]
            ---
            kind: Module
            metadata: {name: network}
            spec:
              source: builtin:network
              inputs:
                name: own
                privateSubnetCidrs: [10.0.0.0/20, 10.0.16.0/20]
                publicSubnetCidrs: [10.0.32.0/24, 10.0.33.0/24]
            ---
            kind: StudioSessionMapping
            metadata: {name: another}
            spec:
              studioId: es-1
              identityType: USER
              identityName: ${Module.platform.studioUrl}${Module.platform.airflowUrl}
              sessionPolicyArn: ${Module.controller.roleArn}
            """);

        assertThat(environment.resources())
                .extracting(resource -> resource.address().toString())
                .contains(
                        "platform.studio.Studio/main",
                        "platform.airflow.AirflowEnvironment/main",
                        "platform.nodes.ManagedEndpoint/endpoint:pyspark",
                        "controller.PodIdentityAssociation/main",
                        "cluster.Addon/pod-identity-agent",
                        "network.Subnet/public:us-east-1b");
    }

    // ---- policies

    private static List<Value.MapValue> statements(Environment environment) {
        List<Value.MapValue> found = new ArrayList<>();
        environment.resources().forEach(resource -> statements(resource.body(), found));
        return found;
    }

    private static void statements(Value value, List<Value.MapValue> found) {
        if (value instanceof Value.MapValue map) {
            map.get("Statement")
                    .filter(Value.ListValue.class::isInstance)
                    .map(Value.ListValue.class::cast)
                    .ifPresent(list -> list.elements().forEach(element -> found.add((Value.MapValue) element)));
            map.entries().values().forEach(below -> statements(below, found));
        }
    }

    private static List<String> texts(Value value) {
        return value instanceof Value.ListValue list
                ? list.elements().stream()
                        .flatMap(element -> element.asText().stream())
                        .toList()
                : value.asText().stream().toList();
    }

    private static List<String> awsManaged(Environment environment) {
        return Pattern.compile("arn:aws:iam::aws:policy/(\\S+)")
                .matcher(Rendering.yaml(environment, false))
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    // ---- fixtures

    private Environment example(BuiltInModule module) {
        return load(GoldenFiles.read(Path.of("src/test/resources/cases/modules")
                .resolve(module.name())
                .resolve("main.yaml")));
    }

    private Environment load(String documents) {
        try {
            Files.writeString(directory.resolve("environment.yaml"), ENVIRONMENT);
            Files.writeString(directory.resolve("main.yaml"), documents);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return SandboxCloud.load(directory, Map.of());
    }
}
