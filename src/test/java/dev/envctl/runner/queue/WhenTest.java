package dev.envctl.runner.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WhenTest {

    /// A Sunday.
    private static final Instant MARCH = Instant.parse("2026-03-01T10:00:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock = """
            * * * * *    | 2026-03-01T10:01:00Z
            */15 * * * * | 2026-03-01T10:15:00Z
            30 6 * * *   | 2026-03-02T06:30:00Z
            0 12 * * 1-5 | 2026-03-02T12:00:00Z
            0 0 * * 0    | 2026-03-08T00:00:00Z
            0 0 * * 7    | 2026-03-08T00:00:00Z
            0 9 1 * *    | 2026-04-01T09:00:00Z
            """)
    void knowsTheNextMoment(String cron, Instant next) {
        assertThat(new When.Cron(cron, ZoneOffset.UTC).next(MARCH)).isEqualTo(next);
    }

    @Test
    void readsCronInItsZone() {
        var six = new When.Cron("0 6 * * *", ZoneId.of("Europe/Berlin"));

        assertThat(six.next(MARCH)).isEqualTo(Instant.parse("2026-03-02T05:00:00Z"));
        assertThat(six.next(Instant.parse("2026-07-01T10:00:00Z"))).isEqualTo(Instant.parse("2026-07-02T04:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            every day
            * * * *
            61 * * * *
            * * * * * *
            -
            """)
    void refusesWhatIsNoCron(String text) {
        assertThatThrownBy(() -> new When.Cron(text, ZoneOffset.UTC)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everyCountsFromTheEnd() {
        assertThat(new When.Every(Duration.ofHours(1)).next(MARCH)).isEqualTo(MARCH.plusSeconds(3600));
    }
}
