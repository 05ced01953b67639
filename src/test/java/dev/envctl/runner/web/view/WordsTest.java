package dev.envctl.runner.web.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.runner.run.EnvironmentKey;
import dev.envctl.runner.run.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {

    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "PT-3S, 0 s, 0 s",
        "PT59S, 59 s, 59 s",
        "PT125S, 2 min, 2 min 05 s",
        "PT3H4M, 3 h, 3 h 04 min",
        "PT47H, 47 h, 47 h 00 min",
        "PT49H, 2 d, 49 h 00 min"
    })
    void saysHowOldAndHowLong(Duration duration, String age, String length) {
        assertThat(Words.age(duration)).isEqualTo(age);
        assertThat(Words.length(duration)).isEqualTo(length);
    }

    @Test
    void saysWhatIsPastAndWhatIsToCome() {
        assertThat(Moment.of(NOW.minusSeconds(90), NOW))
                .isEqualTo(new Moment("2026-11-21T07:58:30Z", "2026-11-21 07:58:30 UTC", "1 min ago", "1 min"));
        assertThat(Moment.of(NOW.plusSeconds(30), NOW).ago()).isEqualTo("in 30 s");
    }

    @Test
    void takesColoursAndTricksOutOfTextAndLeavesTheRest() {
        assertThat(Shown.text("\u001b[1;31mred\u001b[0m \u202eevil\u0007 \tß 漢字 🙂\n"))
                .isEqualTo("red \ufffdevil\ufffd \tß 漢字 🙂\n");
    }

    @Test
    void guessesTheTimeLeftFromTheMiddleOfWhatItTookBefore() {
        List<Run> earlier = List.of(
                run(Run.State.SUCCEEDED, 400, 100),
                run(Run.State.SUCCEEDED, 400, 340),
                run(Run.State.SUCCEEDED, 400, 300),
                run(Run.State.FAILED, 400, 399));

        assertThat(TimeLeft.of(run(Run.State.RUNNING, 25, 0), earlier, NOW))
                .hasValue(new TimeLeft("about 1 min 15 s left of usually 1 min 40 s", 25));
        assertThat(TimeLeft.of(run(Run.State.RUNNING, 200, 0), earlier, NOW))
                .hasValue(new TimeLeft("longer than usual, which is 1 min 40 s", 99));
        assertThat(TimeLeft.of(run(Run.State.QUEUED, 25, 0), earlier, NOW)).isEmpty();
        assertThat(TimeLeft.of(run(Run.State.RUNNING, 25, 0), List.of(), NOW)).isEmpty();
        assertThat(TimeLeft.of(run(Run.State.RUNNING, 25, 0), List.of(run(Run.State.SUCCEEDED, 400, 400)), NOW))
                .hasValue(new TimeLeft("longer than usual, which is 1 s", 99));
    }

    /// Begun and ended so many seconds ago.
    private static Run run(Run.State state, long begun, long ended) {
        return new Run(
                1,
                new EnvironmentKey("github", "acme/platform", "environments/dev"),
                Run.Kind.APPLY,
                state,
                new Run.Cause(Run.Trigger.PUSH, "alice", Optional.empty()),
                new Run.Revision("abc", Optional.empty()),
                Optional.empty(),
                NOW.minusSeconds(begun),
                Optional.of(NOW.minusSeconds(begun)),
                state.isOver() ? Optional.of(NOW.minusSeconds(ended)) : Optional.empty(),
                1,
                Optional.empty(),
                false,
                Optional.empty());
    }

    @Test
    void coloursAPlanByItsSymbols() {
        String plan = """
            -/+ VirtualCluster/spark [id=1] {
                  + a: "1"
                  - b: "2"
                  ~ c: "3" -> "4"
                  -dash: "5"
                    # (1 unchanged attribute hidden)
                }

            Plan: 1 to add
            """;

        assertThat(PlanLine.read(plan))
                .extracting(PlanLine::tone)
                .containsExactly("replace", "add", "remove", "change", "plain", "note", "plain", "plain", "sum");
    }

    @Test
    void aPlanWithoutEndIsCutAndSaysSo() {
        List<PlanLine> lines = PlanLine.read("+ a\n".repeat(6000));

        assertThat(lines).hasSize(5001);
        assertThat(lines.getLast().text()).contains("open it as text");
    }
}
