package dev.envctl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.apply.ApplyResult;
import dev.envctl.plan.Action;
import dev.envctl.plan.Change;
import dev.envctl.plan.Plan;
import dev.envctl.plan.Reason;
import dev.envctl.problem.ProblemException;
import dev.envctl.sandbox.RecordedCall;
import dev.envctl.spec.Environment;
import dev.envctl.testing.Plans;
import dev.envctl.testing.SandboxCloud;
import dev.envctl.testing.SandboxContents;
import dev.envctl.value.Address;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// A network over three zones, as a team would write it, from an empty environment to none.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
class NetworkTest {

    private static final Path DIRECTORY = Path.of("src/test/resources/cases/network/dev");

    private final Environment network = SandboxCloud.load(DIRECTORY, Map.of());
    private List<String> made = List.of();

    @BeforeAll
    void runUndisturbed() {
        try (SandboxCloud cloud = new SandboxCloud()) {
            Plan plan = cloud.plan(network);
            apply(cloud, plan, 1);
            made = SandboxContents.of(cloud.sandbox());
        }
    }

    @Test
    void isMadeInOneGoAndLeavesNothingBehind() {
        try (SandboxCloud cloud = new SandboxCloud()) {
            List<String> before = SandboxContents.of(cloud.sandbox());

            apply(cloud, cloud.plan(network), 10);
            assertThat(Plans.changes(cloud.plan(network))).isEmpty();

            apply(cloud, cloud.planDestroy(network), 10);
            assertThat(SandboxContents.of(cloud.sandbox())).isEqualTo(before);
        }
    }

    /// One listing for each kind, however many objects there are; two more for the flags of the VPC, which EC2
    /// lists nowhere, one for its default security group, one for the entries of the prefix list. A group tells its
    /// rules itself.
    @Test
    void planningCostsCallsByKindAndNotByObject() {
        try (SandboxCloud cloud = new SandboxCloud()) {
            apply(cloud, cloud.plan(network), 10);
            cloud.sandbox().calls().clear();

            cloud.plan(network);

            List<String> calls = cloud.sandbox().calls().all().stream()
                    .filter(call -> call.service().equals("ec2"))
                    .map(RecordedCall::operation)
                    .sorted()
                    .toList();
            assertThat(calls)
                    .containsExactly(
                            "DescribeAddresses",
                            "DescribeInternetGateways",
                            "DescribeManagedPrefixLists",
                            "DescribeNatGateways",
                            "DescribeRouteTables",
                            "DescribeSecurityGroupRules",
                            "DescribeSecurityGroups",
                            "DescribeSecurityGroups",
                            "DescribeSubnets",
                            "DescribeVpcAttribute",
                            "DescribeVpcAttribute",
                            "DescribeVpcEndpoints",
                            "DescribeVpcs",
                            "GetManagedPrefixListEntries");
        }
    }

    @Test
    void anotherRangeOfTheVpcReplacesWhatStandsInItAndSaysWhy() {
        try (SandboxCloud cloud = new SandboxCloud()) {
            apply(cloud, cloud.plan(network), 10);
            Environment moved = SandboxCloud.load(DIRECTORY, Map.of("net", "10.61"));

            Plan plan = cloud.plan(moved);

            assertThat(change(plan, "Vpc", "main").action()).isEqualTo(Action.CREATE_THEN_DELETE);
            assertThat(reasons(plan, "Vpc", "main"))
                    .containsExactly("cidrBlock changes: EC2 takes a VPC's primary range only when it is created");
            assertThat(reasons(plan, "Subnet", "privateA")).contains("vpcId depends on Vpc/main, which is replaced");
            assertThat(reasons(plan, "NatGateway", "a"))
                    .containsExactly("subnetId depends on Subnet/publicA, which is replaced");
            assertThat(reasons(plan, "RouteTable", "privateA"))
                    .containsExactly("vpcId depends on Vpc/main, which is replaced");
            assertThat(reasons(plan, "VpcEndpoint", "ecr"))
                    .containsExactly("vpcId depends on Vpc/main, which is replaced");
            assertThat(change(plan, "InternetGateway", "main").action()).isEqualTo(Action.UPDATE);
            assertThat(change(plan, "ElasticIp", "natA").action()).isEqualTo(Action.NO_OP);

            apply(cloud, plan, 10);
            assertThat(Plans.changes(cloud.plan(moved))).isEmpty();
        }
    }

    /// With one step at a time, a step that waited for a later one would wait for ever.
    @Test
    void isReplacedWithOneStepAtATime() {
        try (SandboxCloud cloud = new SandboxCloud()) {
            apply(cloud, cloud.plan(network), 1);
            Environment moved = SandboxCloud.load(DIRECTORY, Map.of("net", "10.61"));

            apply(cloud, cloud.plan(moved), 1);

            assertThat(Plans.changes(cloud.plan(moved))).isEmpty();
            assertThat(SandboxContents.of(cloud.sandbox()))
                    .noneMatch(line -> line.startsWith("ec2.vpcs") && line.contains("10.60"));
        }
    }

    /// At every eleventh call; the sweep over whole environments takes each of them.
    @Test
    void isMadeAfterADeathAtAnyCall() {
        for (int number = 1; ; number += 11) {
            try (SandboxCloud cloud = new SandboxCloud()) {
                Plan plan = cloud.plan(network);
                cloud.dieAt(number, true);
                boolean survived = completes(cloud, plan);
                cloud.restart();
                if (survived) {
                    assertThat(number).isGreaterThan(100);
                    return;
                }
                apply(cloud, cloud.plan(network), 1);
                assertThat(Plans.changes(cloud.plan(network))).isEmpty();
                assertThat(SandboxContents.of(cloud.sandbox()))
                        .as("after call %d", number)
                        .isEqualTo(made);
            }
        }
    }

    @Test
    void isTakenAwayAfterADeathAtAnyCall() {
        for (int number = 1; ; number += 11) {
            try (SandboxCloud cloud = new SandboxCloud()) {
                List<String> before = SandboxContents.of(cloud.sandbox());
                apply(cloud, cloud.plan(network), 10);
                Plan plan = cloud.planDestroy(network);
                cloud.dieAt(number, true);
                boolean survived = completes(cloud, plan);
                cloud.restart();
                if (survived) {
                    assertThat(number).isGreaterThan(50);
                    return;
                }
                apply(cloud, cloud.planDestroy(network), 1);
                assertThat(SandboxContents.of(cloud.sandbox()))
                        .as("after call %d", number)
                        .isEqualTo(before);
            }
        }
    }

    /// A death while the plan is checked against the world ends the command before its first step.
    private static boolean completes(SandboxCloud cloud, Plan plan) {
        try {
            return cloud.apply(plan, 1).isComplete();
        } catch (ProblemException died) {
            return false;
        }
    }

    private static Change change(Plan plan, String kind, String name) {
        return plan.changes().stream()
                .filter(change -> change.address().equals(Address.of(kind, name)))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> reasons(Plan plan, String kind, String name) {
        return change(plan, kind, name).reasons().stream().map(Reason::text).toList();
    }

    private static void apply(SandboxCloud cloud, Plan plan, int parallelism) {
        ApplyResult result = cloud.apply(plan, parallelism);
        assertThat(result.isComplete()).as("%s", result.outcomes()).isTrue();
    }
}
