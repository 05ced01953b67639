package dev.envctl.bench;

import dev.envctl.dag.Concurrent;
import dev.envctl.plan.Plan;
import dev.envctl.sandbox.Fault;
import dev.envctl.spec.Environment;
import dev.envctl.testing.ContractCase;
import dev.envctl.testing.SandboxCloud;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Plans against the sandbox, through the real SDKs: a hundred environments with 100 ms behind every call, and one of a
/// thousand resources. Prints one line each.
final class SandboxTimings {

    private SandboxTimings() {}

    public static void main(String[] arguments) throws IOException {
        planHundredEnvironments();
        planThousandResources();
    }

    private static void planHundredEnvironments() {
        Environment environment = SandboxCloud.load(Path.of("environments/sandbox"), Map.of());
        try (SandboxCloud cloud = new SandboxCloud()) {
            cloud.apply(cloud.plan(environment));
            cloud.sandbox().faults().onEveryCall().then(new Fault.Delay(Duration.ofMillis(100)));
            List<Integer> runs = IntStream.range(0, 100).boxed().toList();
            long begun = System.nanoTime();
            List<Plan> plans = Concurrent.map(runs, 100, _ -> cloud.plan(environment));
            Set<Long> calls =
                    plans.stream().map(plan -> plan.statistics().apiCalls()).collect(Collectors.toSet());
            print(
                    "100 environments of %d resources, 100 ms a call, %s calls each"
                            .formatted(environment.resources().size(), calls),
                    begun);
        }
    }

    private static void planThousandResources() throws IOException {
        Path directory = Files.createTempDirectory("envctl-bench");
        StringBuilder documents = new StringBuilder(ContractCase.ENVIRONMENT);
        for (int i = 0; i < 500; i++) {
            documents.append(POLICY_AND_ROLE.replace("NUMBER", Integer.toString(i)));
        }
        Files.writeString(directory.resolve("environment.yaml"), documents);
        Environment environment = SandboxCloud.load(directory, Map.of());
        try (SandboxCloud cloud = new SandboxCloud()) {
            cloud.apply(cloud.plan(environment));
            long begun = System.nanoTime();
            Plan plan = cloud.plan(environment);
            print(
                    "1,000 resources in the sandbox, settled, %d calls, %s"
                            .formatted(plan.statistics().apiCalls(), plan.isEmpty() ? "no changes" : "CHANGES"),
                    begun);
        }
    }

    private static void print(String what, long begun) {
        System.out.printf("%s: %.1f s%n", what, (System.nanoTime() - begun) / 1e9);
    }

    private static final String POLICY_AND_ROLE = """
        ---
        apiVersion: envctl.dev/v1
        kind: ManagedPolicy
        metadata: {name: pNUMBER}
        spec:
          policyName: bench-NUMBER
          policyDocument: {Version: "2012-10-17", Statement: [{Effect: Allow, Action: "s3:Get*", Resource: "*"}]}
        ---
        apiVersion: envctl.dev/v1
        kind: Role
        metadata: {name: rNUMBER}
        spec:
          roleName: bench-NUMBER
          assumeRolePolicyDocument:
            Version: "2012-10-17"
            Statement: [{Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: "sts:AssumeRole"}]
          attachedPolicyArns: ["${ManagedPolicy.pNUMBER.arn}"]
        """;
}
