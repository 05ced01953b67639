package dev.envctl.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.plan.Plan;
import dev.envctl.problem.ProblemException;
import dev.envctl.spec.Environment;
import java.util.List;
import java.util.function.Supplier;

/// Deaths of envctl at a call, reading or writing, while an environment is applied or destroyed. The next run has to
/// end exactly where an undisturbed one ends: nothing twice, nothing left behind. Steps run one at a time, so that the
/// nth call is the same in every run.
public final class CrashSweep {

    private final Environment environment;
    private final Supplier<SandboxCloud> clouds;
    private final Undisturbed undisturbed;

    private record Undisturbed(int applyCalls, List<String> applied, int destroyCalls, List<String> destroyed) {}

    public CrashSweep(Environment environment, Supplier<SandboxCloud> clouds) {
        this.environment = environment;
        this.clouds = clouds;
        this.undisturbed = runUndisturbed();
    }

    private Undisturbed runUndisturbed() {
        try (SandboxCloud cloud = clouds.get()) {
            Plan plan = cloud.plan(environment);
            cloud.sandbox().calls().clear();
            apply(cloud, plan);
            int applyCalls = cloud.sandbox().calls().count();
            List<String> applied = SandboxContents.of(cloud.sandbox());
            Plan destruction = cloud.planDestroy(environment);
            cloud.sandbox().calls().clear();
            apply(cloud, destruction);
            return new Undisturbed(applyCalls, applied, cloud.sandbox().calls().count(), contents(cloud));
        }
    }

    public int applyCalls() {
        return undisturbed.applyCalls();
    }

    public int destroyCalls() {
        return undisturbed.destroyCalls();
    }

    /// What is there after everything was destroyed.
    public List<String> destroyed() {
        return undisturbed.destroyed();
    }

    /// Dies before or after the nth call of an apply.
    public void applyOn(int number, boolean after) {
        try (SandboxCloud cloud = clouds.get()) {
            Plan plan = cloud.plan(environment);
            cloud.dieAt(number, after);
            assertThat(completes(cloud, plan)).isFalse();

            cloud.restart();
            apply(cloud, cloud.plan(environment));

            Plan again = cloud.plan(environment);
            assertThat(Plans.changes(again)).isEmpty();
            assertThat(Plans.steps(again)).isEmpty();
            assertThat(SandboxContents.of(cloud.sandbox())).isEqualTo(undisturbed.applied());
        }
    }

    /// Dies before or after the nth call of a destroy.
    public void destroyOn(int number, boolean after) {
        try (SandboxCloud cloud = clouds.get()) {
            apply(cloud, cloud.plan(environment));
            Plan plan = cloud.planDestroy(environment);
            cloud.dieAt(number, after);
            assertThat(completes(cloud, plan)).isFalse();

            cloud.restart();
            apply(cloud, cloud.planDestroy(environment));

            assertThat(contents(cloud)).isEqualTo(undisturbed.destroyed());
        }
    }

    /// After a look, because what the clock has made due is done when somebody looks.
    private List<String> contents(SandboxCloud cloud) {
        assertThat(cloud.planDestroy(environment).isEmpty()).isTrue();
        return SandboxContents.of(cloud.sandbox());
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
