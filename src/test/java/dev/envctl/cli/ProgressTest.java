package dev.envctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.apply.ApplyListener;
import dev.envctl.apply.Outcome;
import dev.envctl.plan.Plan;
import dev.envctl.plan.Step;
import dev.envctl.plan.StepId;
import dev.envctl.report.CriticalPath;
import dev.envctl.report.LineProgress;
import dev.envctl.testing.PlanBuilder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private final Plan plan = PlanBuilder.plan("dev")
            .step(StepId.Verb.CREATE, "ManagedEndpoint/pyspark")
            .step(StepId.Verb.DELETE, "Role/a", 0)
            .quietStep(StepId.Verb.CLAIM, "Role/quiet")
            .build();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Shell shell = Shell.of(
            new ByteArrayInputStream(new byte[0]),
            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Map.of(),
            Path.of("."));
    private final Console console = new Console(shell, new SharedOptions());

    @Test
    void beatsBecomeRarerTheLongerAStepTakes() {
        LineProgress progress = new LineProgress(line -> console.note(line + "\n"));
        for (int second = 0; second <= 420; second++) {
            progress.beat(List.of(running(second)));
        }

        List<String> elapsed = text().lines()
                .map(line -> line.replaceAll(".*CREATING, (\\S+) elapsed.*", "$1"))
                .toList();
        assertThat(elapsed)
                .containsExactly(
                        "10s", "20s", "30s", "40s", "50s", "1m0s", "1m30s", "2m0s", "2m30s", "3m0s", "3m30s", "4m0s",
                        "4m30s", "5m0s", "6m0s", "7m0s");
    }

    @Test
    void linesReadLikeTerraforms() {
        LineProgress progress = new LineProgress(line -> console.note(line + "\n"));
        Step step = plan.steps().getFirst();
        progress.started(step);
        progress.beat(List.of(running(20)));
        progress.finished(new Outcome.Done(step, Optional.of("8gai4l4e"), Duration.ofSeconds(184)));
        progress.started(plan.steps().get(2));
        progress.finished(new Outcome.Done(plan.steps().get(2), Optional.of("x"), Duration.ZERO));

        assertThat(text()).isEqualTo("""
            ManagedEndpoint/pyspark: Creating...
            ManagedEndpoint/pyspark: Still creating... [id=8gai4l4e, state CREATING, 20s elapsed, about 3m left]
            ManagedEndpoint/pyspark: Creation complete after 3m4s [id=8gai4l4e]
            """);
    }

    @Test
    void theTimeLeftIsThatOfTheLongestChain() {
        CriticalPath path = new CriticalPath(plan.steps(), _ -> Duration.ofSeconds(30));

        assertThat(path.left(List.of())).isEqualTo(Duration.ofSeconds(60));
        assertThat(path.left(List.of(running(150)))).isEqualTo(Duration.ofSeconds(60));
        path.ended(plan.steps().getFirst().id());
        assertThat(path.left(List.of())).isEqualTo(Duration.ofSeconds(30));
        assertThat(path.done()).isEqualTo(1);
        assertThat(path.total()).isEqualTo(2);
    }

    @Test
    void theLiveTableErasesWhatItDrewAndNothingElse() {
        LiveProgress progress = new LiveProgress(console, new CriticalPath(plan.steps(), _ -> Duration.ofSeconds(2)));
        progress.started(plan.steps().getFirst());
        progress.beat(List.of(running(3)));
        progress.beat(List.of(running(4)));
        progress.finished(new Outcome.Done(plan.steps().getFirst(), Optional.of("e1"), Duration.ofSeconds(5)));

        assertThat(text()).isEqualTo("""
            ManagedEndpoint/pyspark: Creating...
            | 0 of 2 done · 1 running · about 3m left
                Creating    ManagedEndpoint/pyspark  CREATING  3s  about 3m left
            \u001b[2A\u001b[J/ 0 of 2 done · 1 running · about 3m left
                Creating    ManagedEndpoint/pyspark  CREATING  4s  about 3m left
            \u001b[2A\u001b[JManagedEndpoint/pyspark: Creation complete after 5s [id=e1]
            """);
    }

    private ApplyListener.Running running(int seconds) {
        return new ApplyListener.Running(
                plan.steps().getFirst(), "8gai4l4e", "CREATING", Duration.ofSeconds(seconds), Duration.ofSeconds(180));
    }

    private String text() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
