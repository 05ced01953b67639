package dev.envctl.runner.settings;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Five fields: minute, hour, day of the month, month, day of the week (0 and 7 are Sunday). Of the two sorts of days
/// either is enough when both are restricted.
///
/// When clocks change, what has fixed hours happens exactly once: what would fall into the hour that is left out
/// happens when that hour would have begun, and in the hour that comes twice it happens the first time. What happens
/// every hour (`*`) goes by real time.
public final class Cron {

    /// February 29 is at most eight years away.
    private static final int MOST_DAYS = 9 * 366;

    private final CronField minutes;
    private final CronField hours;
    private final CronField days;
    private final CronField months;
    private final CronField weekdays;

    private Cron(List<CronField> fields) {
        this.minutes = fields.get(0);
        this.hours = fields.get(1);
        this.days = fields.get(2);
        this.months = fields.get(3);
        this.weekdays = fields.get(4);
    }

    /// Throws [IllegalArgumentException] that says what is wrong with the text.
    public static Cron parse(String text) {
        String[] words = text.strip().split("\\s+", -1);
        if (words.length != 5) {
            throw new IllegalArgumentException(
                    "a cron has five fields (minute, hour, day, month, weekday), and \"%s\" has %d"
                            .formatted(text, words.length));
        }
        Cron cron = new Cron(List.of(
                CronField.parse(CronField.Unit.MINUTE, words[0]),
                CronField.parse(CronField.Unit.HOUR, words[1]),
                CronField.parse(CronField.Unit.DAY, words[2]),
                CronField.parse(CronField.Unit.MONTH, words[3]),
                CronField.parse(CronField.Unit.WEEKDAY, words[4])));
        if (cron.next(Instant.EPOCH, ZoneOffset.UTC).isEmpty()) {
            throw new IllegalArgumentException("there is no day on which \"%s\" would happen".formatted(text));
        }
        return cron;
    }

    /// The first time after that moment. Empty only beyond the end of all calendars.
    public Optional<Instant> next(Instant after, ZoneId zone) {
        LocalDate first = LocalDate.ofInstant(after, zone).minusDays(1);
        for (int ahead = 0; ahead < MOST_DAYS; ahead++) {
            LocalDate day = first.plusDays(ahead);
            if (isOn(day)) {
                Optional<Instant> time =
                        times(day, zone).filter(moment -> moment.isAfter(after)).min(Instant::compareTo);
                if (time.isPresent()) {
                    return time;
                }
            }
        }
        return Optional.empty();
    }

    private boolean isOn(LocalDate day) {
        if (!months.has(day.getMonthValue())) {
            return false;
        }
        boolean isDay = days.has(day.getDayOfMonth());
        boolean isWeekday = weekdays.has(day.getDayOfWeek().getValue() % 7);
        if (days.isEvery() || weekdays.isEvery()) {
            return isDay && isWeekday;
        }
        return isDay || isWeekday;
    }

    private Stream<Instant> times(LocalDate day, ZoneId zone) {
        List<Instant> times = new ArrayList<>();
        hours.values()
                .forEach(hour -> minutes.values()
                        .forEach(minute ->
                                times.addAll(moments(LocalDateTime.of(day, LocalTime.of(hour, minute)), zone))));
        return times.stream();
    }

    private List<Instant> moments(LocalDateTime local, ZoneId zone) {
        List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
        if (hours.isEvery()) {
            return offsets.stream().map(local::toInstant).toList();
        }
        return offsets.isEmpty()
                ? List.of(zone.getRules().getTransition(local).getInstant())
                : List.of(local.toInstant(offsets.getFirst()));
    }
}
