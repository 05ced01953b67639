package dev.envctl.runner.review;

import static dev.envctl.testing.ChangeBuilder.change;
import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.plan.Action;
import dev.envctl.plan.Plan;
import dev.envctl.report.PlanMarkdown;
import dev.envctl.testing.PlanBuilder;
import dev.envctl.value.Value;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FoldableTest {

    private static final String REPORT = new PlanMarkdown(1_000_000).render(plan(40, 60));

    /// So many objects destroyed and so many made.
    static Plan plan(int destroyed, int created) {
        PlanBuilder plan = PlanBuilder.plan("analytics-dev");
        for (int i = 0; i < destroyed; i++) {
            plan.with(change("Role/old" + i, Action.DELETE)
                    .id("role-" + i)
                    .before("roleName", Value.of("old-" + i), "description", Value.of("``` </details> <b>x</b>")));
        }
        for (int i = 0; i < created; i++) {
            plan.with(change("Role/new" + i, Action.CREATE)
                    .after("roleName", Value.of("new-" + i), "description", Value.of("@team | ~~~")));
        }
        return plan.build();
    }

    @Test
    void whatFitsStaysAsItIs() {
        assertThat(Foldable.parse(REPORT).fit(REPORT.length(), "")).isEqualTo(REPORT);
    }

    @Test
    void whatIsFoldedShrinksBeforeWhatIsDestroyed() {
        String shorter = Foldable.parse(REPORT).fit(REPORT.length() - 1, "");

        assertThat(shorter)
                .contains("\"old-0\"", "\"old-39\"", "  # Role/new59 will be created")
                .doesNotContain("\"new-0\"");
    }

    @Test
    void thenTheFoldGoesAndWhatIsDestroyedIsStillThereInFull() {
        Foldable report = Foldable.parse(REPORT);

        assertThat(report.fit(report.essential(), ""))
                .contains("\"old-0\"", "\"old-39\"", "60 other changes: the run has it in full.")
                .doesNotContain("<details>");
    }

    @Test
    void thenEveryDestructionIsStillNamed() {
        Foldable report = Foldable.parse(REPORT);

        assertThat(report.fit(report.essential() - 1, ""))
                .contains("  # Role/old0 will be destroyed", "  # Role/old39 will be destroyed")
                .doesNotContain("\"old-0\"");
    }

    @Test
    void thenItIsSaidHowManyThereAre() {
        assertThat(Foldable.parse(REPORT).fit(1_000, ""))
                .contains("#### 40 objects will be destroyed", " more; the run has them in full.");
        assertThat(Foldable.parse(REPORT).fit(100, "See the run.\n")).isEqualTo("See the run.\n");
        assertThat(Foldable.parse(REPORT).fit(5, "See the run.\n")).isEmpty();
    }

    @Property(tries = 200)
    void isNeverTooLongNorLeavesAFenceOrAFoldOpen(@ForAll @IntRange(max = 20_000) int room) {
        String text = Foldable.parse(REPORT).fit(room, "");

        assertThat(text.length()).isLessThanOrEqualTo(room);
        assertThat(Balance.problem(text)).isEmpty();
    }

    @Property(tries = 300)
    void evenWhatNoReportWritesEndsBalanced(@ForAll("broken") String markdown) {
        assertThat(Balance.problem(Foldable.parse(markdown).whole())).isEmpty();
    }

    @Provide
    Arbitrary<String> broken() {
        return Arbitraries.of(
                        "```", "````diff", "```diff", "</details>", "<details><summary>x</summary>", "text", "", "- x")
                .list()
                .ofMaxSize(12)
                .map(lines -> String.join("\n", lines));
    }
}
