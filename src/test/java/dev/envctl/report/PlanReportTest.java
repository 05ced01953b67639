package dev.envctl.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.plan.Plan;
import dev.envctl.testing.GoldenFiles;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PlanReportTest {

    private static final Instant NOON = Instant.parse("2026-09-01T12:00:00Z");

    static Stream<Arguments> plans() {
        return CannedPlans.all().entrySet().stream().map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("plans")
    void readsAsText(String name, Plan plan) {
        GoldenFiles.check("report/" + name + "/plan.txt", new PlanText(Style.TEXT, false).render(plan));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("plans")
    void readsAsMarkdown(String name, Plan plan) {
        GoldenFiles.check("report/" + name + "/plan.md", new PlanMarkdown(PlanMarkdown.COMMENT_LIMIT).render(plan));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("plans")
    void readsAsJson(String name, Plan plan) {
        GoldenFiles.check("report/" + name + "/plan.json", Json.pretty(PlanJson.document(plan, NOON)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("plans")
    void readsAsEvents(String name, Plan plan) {
        String stream = String.join("\n", new EventStream(Clock.fixed(NOON, ZoneOffset.UTC)).plan(plan)) + "\n";
        GoldenFiles.check("report/" + name + "/plan.jsonl", stream);
    }

    @Test
    void showsUnchangedAttributesAndPlacesWhenAskedForAll() {
        GoldenFiles.check(
                "report/replace-chain/plan-full.txt", new PlanText(Style.TEXT, true).render(plan("replace-chain")));
        GoldenFiles.check("report/create/plan-full.txt", new PlanText(Style.TEXT, true).render(plan("create")));
    }

    @Test
    void coloursOnlyWhatSymbolsSayToo() {
        String coloured = new PlanText(Style.COLOURED, false).render(plan("replace-chain"));
        GoldenFiles.check("report/replace-chain/plan-coloured.txt", coloured);
        assertThat(coloured.replaceAll("\u001b\\[[0-9;]*m", ""))
                .isEqualTo(new PlanText(Style.TEXT, false).render(plan("replace-chain")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("plans")
    void staysWithinAsciiWhenPlain(String name, Plan plan) {
        assertThat(new PlanText(Style.PLAIN, true).render(plan)).as(name).matches("\\p{ASCII}*");
    }

    @Test
    void driftDoesNotClaimToKnowWhySomethingIsNotThere() {
        assertThat(new DriftText(Style.TEXT).render(plan("create")))
                .contains("+ studio.Role/jobExecution (not in the cloud: not made yet, or deleted there)");
        assertThat(new DriftText(Style.TEXT).render(plan("leftovers")))
                .contains("- StudioSessionMapping/user:bob@example.com [id=es-1:USER:bob] (not in git any more)");
    }

    @Test
    void neverPrintsASecret() {
        Plan plan = plan("secrets");

        String everything = new PlanText(Style.TEXT, true).render(plan)
                + new PlanMarkdown(PlanMarkdown.COMMENT_LIMIT).render(plan)
                + Json.pretty(PlanJson.document(plan, NOON));

        assertThat(everything).doesNotContain("hunter2", "hunter3", "TLS_KEY", "env:OLD");
    }

    private static Plan plan(String name) {
        return Objects.requireNonNull(CannedPlans.all().get(name));
    }
}
