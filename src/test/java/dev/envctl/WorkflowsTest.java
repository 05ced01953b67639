package dev.envctl;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.Workflow.Job;
import dev.envctl.Workflow.Step;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The workflows that teams copy: safe by the rules that GitHub's hardening guide names, and calling envctl as it is.
class WorkflowsTest {

    static List<Workflow> workflows() throws IOException {
        return Workflow.all();
    }

    static Stream<Job> jobs() throws IOException {
        return workflows().stream().flatMap(workflow -> workflow.jobs().stream());
    }

    static Stream<Step> steps() throws IOException {
        return jobs().flatMap(job -> job.steps().stream());
    }

    @Test
    void theFourAreThere() throws IOException {
        assertThat(workflows()).extracting(Workflow::toString).contains("ci.yml", "plan.yml", "apply.yml", "drift.yml");
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void actionsArePinnedToACommitThatNamesItsVersion(Workflow workflow) {
        assertThat(workflow.text().lines().filter(line -> line.contains("uses:")))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).matches(".*uses: [\\w./-]+@[0-9a-f]{40} # v\\d+\\.\\d+\\.\\d+"));
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void nothingIsPermittedUnlessAJobAsks(Workflow workflow) {
        assertThat(workflow.content().get("permissions")).isEqualTo(Map.of());
        assertThat(workflow.jobs()).isNotEmpty().allSatisfy(job -> {
            assertThat(job.permissions()).isNotEmpty();
            assertThat(job.permissions().get("contents")).isEqualTo("read");
        });
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void onlyWhatIsNeededMayBeWritten(Workflow workflow) {
        Map<String, Set<String>> needed = Map.of(
                "ci.yml", Set.of(),
                "plan.yml", Set.of("id-token", "pull-requests"),
                "apply.yml", Set.of("id-token"),
                "drift.yml", Set.of("id-token", "issues"));

        assertThat(workflow.jobs().stream().flatMap(job -> job.permissions().entrySet().stream()))
                .filteredOn(permission -> Objects.equals(permission.getValue(), "write"))
                .extracting(permission -> permission.getKey().toString())
                .hasSameElementsAs(needed.getOrDefault(workflow.toString(), Set.of()));
    }

    /// An expression is pasted into the script before the shell reads it: a branch name could be a command.
    @ParameterizedTest
    @MethodSource("workflows")
    void valuesReachScriptsThroughTheEnvironment(Workflow workflow) {
        assertThat(workflow.scripts()).noneMatch(script -> script.contains("${{"));
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void forksGetNoCredentials(Workflow workflow) {
        assertThat(workflow.isTriggeredBy("pull_request_target")).isFalse();
        assertThat(workflow.text()).doesNotContain("secrets.");
        if (workflow.isTriggeredBy("pull_request")) {
            assertThat(workflow.jobs())
                    .filteredOn(job -> job.permissions().containsValue("write"))
                    .allSatisfy(job -> assertThat(job.content().get("if"))
                            .isEqualTo("github.event.pull_request.head.repo.full_name == github.repository"));
        }
    }

    @Test
    void checkoutsLeaveNoTokenBehind() throws IOException {
        assertThat(steps().filter(step -> uses(step, "actions/checkout")))
                .isNotEmpty()
                .allSatisfy(step ->
                        assertThat(step.with().get("persist-credentials")).isEqualTo(false));
    }

    @Test
    void credentialsComeFromARoleAndNotFromKeys() throws IOException {
        assertThat(steps().filter(step -> uses(step, "aws-actions/configure-aws-credentials")))
                .isNotEmpty()
                .allSatisfy(step -> assertThat(step.with().keySet().stream().map(Object::toString))
                        .contains("role-to-assume", "aws-region")
                        .noneMatch(key -> key.contains("access-key")));
    }

    @Test
    void jobsEndByThemselves() throws IOException {
        assertThat(jobs())
                .allSatisfy(
                        job -> assertThat(job.content().get("timeout-minutes")).isInstanceOf(Integer.class));
    }

    @Test
    void applyIsNeverCutShort() throws IOException {
        Workflow apply = workflows().stream()
                .filter(workflow -> workflow.toString().equals("apply.yml"))
                .findFirst()
                .orElseThrow();

        assertThat(apply.content().get("concurrency")).isEqualTo(Map.of("group", "apply", "cancel-in-progress", false));
        assertThat(apply.commands()).allMatch(command -> command.contains("--digest"));
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void scriptsAreBash(Workflow workflow) throws Exception {
        for (String script : workflow.scripts()) {
            var bash =
                    new ProcessBuilder("bash", "-n").redirectErrorStream(true).start();
            try (var source = bash.outputWriter()) {
                source.write(script);
            }
            String complaints = bash.inputReader().lines().collect(joining("\n"));
            assertThat(bash.waitFor()).as(complaints).isZero();
        }
    }

    @Test
    void theirCommandsAreFound() throws IOException {
        assertThat(workflows().stream().flatMap(workflow -> workflow.commands().stream()))
                .contains(
                        List.of("fmt", "environments", "--check"),
                        List.of("changed", "--base", "$BASE"),
                        List.of("plan", "$environment", "--out", "plans/saved.json", "--format", "markdown"),
                        List.of("drift", "$environment", "--detailed-exitcode", "--format", "markdown"));
    }

    private static boolean uses(Step step, String action) {
        return step.uses().filter(name -> name.startsWith(action + "@")).isPresent();
    }
}
