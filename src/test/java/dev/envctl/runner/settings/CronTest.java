package dev.envctl.runner.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        */15 * * * *     | 2026-01-01T00:00:00Z | 2026-01-01T00:15:00Z
        0 3 * * *        | 2026-01-01T03:00:00Z | 2026-01-02T03:00:00Z
        0 3 * * *        | 2026-01-01T02:59:59Z | 2026-01-01T03:00:00Z
        30 9-17/4 * * *  | 2026-01-01T10:00:00Z | 2026-01-01T13:30:00Z
        10/20 * * * *    | 2026-01-01T00:31:00Z | 2026-01-01T00:50:00Z
        0 0 1 * *        | 2026-01-15T00:00:00Z | 2026-02-01T00:00:00Z
        0 0 * * MON-FRI  | 2026-01-02T12:00:00Z | 2026-01-05T00:00:00Z
        0 0 * * 7        | 2026-01-01T00:00:00Z | 2026-01-04T00:00:00Z
        0 0 * * sat-sun  | 2026-01-01T00:00:00Z | 2026-01-03T00:00:00Z
        0 0 13 * FRI     | 2026-01-01T00:00:00Z | 2026-01-02T00:00:00Z
        0 0 13 * FRI     | 2026-01-09T00:00:00Z | 2026-01-13T00:00:00Z
        0 0 29 2 *       | 2026-01-01T00:00:00Z | 2028-02-29T00:00:00Z
        5,35 1 31 JAN,mar * | 2026-01-31T01:05:00Z | 2026-01-31T01:35:00Z
        """)
    void findsTheNextTime(String cron, Instant after, Instant next) {
        assertThat(Cron.parse(cron).next(after, ZoneOffset.UTC)).contains(next);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "* * * *",
                "* * * * * *",
                "60 * * * *",
                "* 24 * * *",
                "* * 0 * *",
                "* * * 13 *",
                "* * * * 8",
                "*/0 * * * *",
                "5-1 * * * *",
                "*-5 * * * *",
                "a * * * *",
                "1,, * * * *",
                "0 0 30 2 *",
                "0 0 31 4,6 *",
                "-1 * * * *",
                "1/ * * * *",
                "@daily * * * *"
            })
    void saysWhatIsWrong(String text) {
        assertThatThrownBy(() -> Cron.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("Exception");
    }

    @Test
    void happensOnceAtTheEndOfTheHourThatIsLeftOut() {
        // at 02:00 clocks go to 03:00
        assertThat(times("30 2 * * *", "2026-03-28T12:00:00Z", 2))
                .containsExactly(Instant.parse("2026-03-29T01:00:00Z"), Instant.parse("2026-03-30T00:30:00Z"));
    }

    @Test
    void happensOnceInTheHourThatComesTwice() {
        // at 03:00 clocks go back to 02:00
        assertThat(times("30 2 * * *", "2026-10-24T12:00:00Z", 2))
                .containsExactly(Instant.parse("2026-10-25T00:30:00Z"), Instant.parse("2026-10-26T01:30:00Z"));
    }

    @Test
    void goesByRealTimeEveryHour() {
        assertThat(times("0 * * * *", "2026-10-24T23:30:00Z", 3))
                .containsExactly(
                        Instant.parse("2026-10-25T00:00:00Z"),
                        Instant.parse("2026-10-25T01:00:00Z"),
                        Instant.parse("2026-10-25T02:00:00Z"));
        assertThat(times("0 * * * *", "2026-03-29T00:30:00Z", 2))
                .containsExactly(Instant.parse("2026-03-29T01:00:00Z"), Instant.parse("2026-03-29T02:00:00Z"));
    }

    @Property(tries = 300)
    void isAlwaysLaterAndSkipsNothing(
            @ForAll("crons") String text, @ForAll("zones") ZoneId zone, @ForAll("moments") Instant after) {
        Cron cron = Cron.parse(text);

        Instant next = cron.next(after, zone).orElseThrow();

        assertThat(next).isAfter(after);
        assertThat(next.getEpochSecond() % 60).isZero();
        Instant between = after.plusSeconds((next.getEpochSecond() - after.getEpochSecond()) / 2);
        if (between.isBefore(next)) {
            assertThat(cron.next(between, zone)).contains(next);
        }
        assertThat(cron.next(next.minusSeconds(1), zone)).contains(next);
    }

    @Property(tries = 100)
    void aFixedHourHappensOnEveryDayExactlyOnce(
            @ForAll("hours") int hour, @ForAll("zones") ZoneId zone, @ForAll("moments") Instant after) {
        Cron cron = Cron.parse("30 " + hour + " * * *");

        List<Instant> times = Stream.iterate(
                        cron.next(after, zone).orElseThrow(),
                        time -> cron.next(time, zone).orElseThrow())
                .limit(400)
                .toList();

        assertThat(times.stream().map(time -> time.atZone(zone).toLocalDate())).doesNotHaveDuplicates();
        assertThat(times.getFirst().atZone(zone).toLocalDate().plusDays(399))
                .isEqualTo(times.getLast().atZone(zone).toLocalDate());
    }

    @Provide
    Arbitrary<String> crons() {
        Arbitrary<String> minute = Arbitraries.of("*", "*/7", "0", "15,45", "10-20/5");
        Arbitrary<String> hour = Arbitraries.of("*", "*/5", "2", "0,3", "8-18");
        Arbitrary<String> day = Arbitraries.of("*", "1", "31", "*/10");
        Arbitrary<String> month = Arbitraries.of("*", "3", "1,10");
        Arbitrary<String> weekday = Arbitraries.of("*", "SUN", "1-5");
        return Combinators.combine(minute, hour, day, month, weekday)
                .as((one, two, three, four, five) -> String.join(" ", one, two, three, four, five));
    }

    /// With clocks that change by an hour, by half of one, at midnight, and never.
    @Provide
    Arbitrary<ZoneId> zones() {
        return Arbitraries.of(
                        "UTC",
                        "Europe/Berlin",
                        "America/New_York",
                        "Australia/Lord_Howe",
                        "America/Santiago",
                        "Africa/Cairo",
                        "Asia/Kolkata")
                .map(ZoneId::of);
    }

    @Provide
    Arbitrary<Instant> moments() {
        return Arbitraries.longs()
                .between(
                        Instant.parse("2024-01-01T00:00:00Z").getEpochSecond(),
                        Instant.parse("2030-01-01T00:00:00Z").getEpochSecond())
                .map(Instant::ofEpochSecond);
    }

    @Provide
    Arbitrary<Integer> hours() {
        return Arbitraries.integers().between(0, 23);
    }

    private static List<Instant> times(String text, String after, int count) {
        Cron cron = Cron.parse(text);
        return Stream.iterate(
                        cron.next(Instant.parse(after), BERLIN), time -> time.flatMap(at -> cron.next(at, BERLIN)))
                .limit(count)
                .flatMap(Optional::stream)
                .toList();
    }
}
