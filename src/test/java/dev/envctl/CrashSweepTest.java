package dev.envctl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.plan.Plan;
import dev.envctl.problem.ProblemException;
import dev.envctl.spec.Environment;
import dev.envctl.testing.Plans;
import dev.envctl.testing.SandboxCloud;
import dev.envctl.testing.SandboxContents;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Kills envctl before and after every single call, reading or writing, while `environments/sandbox` is applied and
/// while it is destroyed. The next run has to end exactly where an undisturbed one ends: nothing twice, nothing left
/// behind. Steps run one at a time, so that the nth call is the same in every run.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
class CrashSweepTest {

    private final Environment environment = SandboxCloud.load(Path.of("environments/sandbox"), Map.of());
    private int applyCalls;
    private int destroyCalls;
    private List<String> applied = List.of();
    private List<String> destroyed = List.of();

    @BeforeAll
    void runUndisturbed() {
        try (SandboxCloud cloud = new SandboxCloud()) {
            // a cluster's own objects appear when somebody first looks into it
            Plan plan = cloud.plan(environment);
            List<String> before = SandboxContents.of(cloud.sandbox());
            cloud.sandbox().calls().clear();
            apply(cloud, plan);
            applyCalls = cloud.sandbox().calls().all().size();
            applied = SandboxContents.of(cloud.sandbox());
            Plan destruction = cloud.planDestroy(environment);
            cloud.sandbox().calls().clear();
            apply(cloud, destruction);
            destroyCalls = cloud.sandbox().calls().all().size();
            destroyed = contents(cloud);
            assertThat(destroyed).isEqualTo(before);
        }
    }

    @Test
    void thereIsSomethingToSweep() {
        assertThat(applyCalls).isGreaterThan(100);
        assertThat(destroyCalls).isGreaterThan(100);
    }

    IntStream applyCalls() {
        return IntStream.rangeClosed(1, applyCalls);
    }

    IntStream destroyCalls() {
        return IntStream.rangeClosed(1, destroyCalls);
    }

    @ParameterizedTest
    @MethodSource("applyCalls")
    void appliesOnAfterADeathBeforeACall(int number) {
        applyOn(number, false);
    }

    @ParameterizedTest
    @MethodSource("applyCalls")
    void appliesOnAfterADeathAfterACall(int number) {
        applyOn(number, true);
    }

    @ParameterizedTest
    @MethodSource("destroyCalls")
    void destroysOnAfterADeathBeforeACall(int number) {
        destroyOn(number, false);
    }

    @ParameterizedTest
    @MethodSource("destroyCalls")
    void destroysOnAfterADeathAfterACall(int number) {
        destroyOn(number, true);
    }

    private void applyOn(int number, boolean after) {
        try (SandboxCloud cloud = new SandboxCloud()) {
            Plan plan = cloud.plan(environment);
            cloud.dieAt(number, after);
            assertThat(completes(cloud, plan)).isFalse();

            cloud.restart();
            apply(cloud, cloud.plan(environment));

            assertSettled(cloud);
            assertThat(SandboxContents.of(cloud.sandbox())).isEqualTo(applied);
        }
    }

    private void destroyOn(int number, boolean after) {
        try (SandboxCloud cloud = new SandboxCloud()) {
            apply(cloud, cloud.plan(environment));
            Plan plan = cloud.planDestroy(environment);
            cloud.dieAt(number, after);
            assertThat(completes(cloud, plan)).isFalse();

            cloud.restart();
            apply(cloud, cloud.planDestroy(environment));

            assertThat(contents(cloud)).isEqualTo(destroyed);
        }
    }

    /// After a look, because what the clock has made due is done when somebody looks.
    private List<String> contents(SandboxCloud cloud) {
        assertThat(cloud.planDestroy(environment).isEmpty()).isTrue();
        return SandboxContents.of(cloud.sandbox());
    }

    private void assertSettled(SandboxCloud cloud) {
        Plan again = cloud.plan(environment);
        assertThat(Plans.changes(again)).isEmpty();
        assertThat(Plans.steps(again)).isEmpty();
    }

    /// A death while the plan is checked against the world ends the command before its first step.
    private static boolean completes(SandboxCloud cloud, Plan plan) {
        try {
            return cloud.apply(plan, 1).isComplete();
        } catch (ProblemException died) {
            return false;
        }
    }

    private static void apply(SandboxCloud cloud, Plan plan) {
        var result = cloud.apply(plan, 1);
        assertThat(result.isComplete())
                .as("%s%n%s", Plans.changes(plan), result.outcomes())
                .isTrue();
    }
}
