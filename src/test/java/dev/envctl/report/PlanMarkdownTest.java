package dev.envctl.report;

import static dev.envctl.testing.ChangeBuilder.change;
import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.plan.Action;
import dev.envctl.plan.Plan;
import dev.envctl.testing.PlanBuilder;
import dev.envctl.value.Value;
import org.junit.jupiter.api.Test;

class PlanMarkdownTest {

    @Test
    void staysBelowTheLimitOfAComment() {
        assertThat(new PlanMarkdown(65_536).render(large(2_000, 3)).length()).isLessThanOrEqualTo(65_536);
        assertThat(new PlanMarkdown(10_000).render(large(50, 3)).length()).isLessThanOrEqualTo(10_000);
    }

    @Test
    void shrinksOrdinaryChangesBeforeThoseThatDestroy() {
        String comment = new PlanMarkdown(6_000).render(large(100, 3));

        assertThat(comment).contains("- Role/lost2 [id=lost2] {".replace("- ", "-   "));
        assertThat(comment).doesNotContain("Role/made0 {");
    }

    @Test
    void namesEveryDestructionEvenWhenThereIsNoRoom() {
        String comment = new PlanMarkdown(500).render(large(10, 40));

        for (int i = 0; i < 40; i++) {
            assertThat(comment).contains("Role/lost" + i + " will be destroyed");
        }
    }

    @Test
    void letsNoTextOutOfItsFence() {
        String hostile = "````\n</details>\n@octocat";
        Plan plan = PlanBuilder.plan("dev")
                .with(change("Role/a", Action.CREATE).after("description", Value.of(hostile)))
                .build();

        String comment = new PlanMarkdown(65_536).render(plan);

        String fence = "`".repeat(5);
        int opened = comment.indexOf(fence + "diff\n");
        int closed = comment.indexOf("\n" + fence + "\n", opened);
        assertThat(comment.indexOf("@octocat")).isBetween(opened, closed);
        assertThat(comment.indexOf("</details>")).isBetween(opened, closed);
    }

    private static Plan large(int created, int destroyed) {
        PlanBuilder plan = PlanBuilder.plan("dev");
        for (int i = 0; i < created; i++) {
            plan.with(change("Role/made" + i, Action.CREATE).after("description", Value.of("x".repeat(200))));
        }
        for (int i = 0; i < destroyed; i++) {
            plan.with(change("Role/lost" + i, Action.DELETE)
                    .id("lost" + i)
                    .before("description", Value.of("y".repeat(200))));
        }
        return plan.build();
    }
}
