package dev.envctl.runner.settings;

import com.github.kagkarlsson.scheduler.task.schedule.CronSchedule;
import com.github.kagkarlsson.scheduler.task.schedule.CronStyle;
import dev.envctl.problem.Code;
import dev.envctl.problem.Suggestion;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;

/// When drift is looked for, read by the scheduler that goes by it later.
final class Schedules {

    private Schedules() {}

    static void check(Setting drift, Findings findings) {
        drift.at("cron").ifPresent(cron -> cron.text()
                .flatMap(Schedules::wrongCron)
                .ifPresent(reason -> findings.report(
                        Code.INVALID_SETTING,
                        cron,
                        "\"%s\" is no five-field cron (minute, hour, day of month, month, day of week): %s."
                                .formatted(cron.text().orElse(""), reason))));
        drift.at("zone").ifPresent(zone -> zone.text()
                .filter(text -> !isZone(text))
                .ifPresent(text -> findings.report(
                        Code.INVALID_SETTING,
                        zone,
                        "There is no time zone \"%s\".%s"
                                .formatted(text, Suggestion.question(text, ZoneId.getAvailableZoneIds().stream()
                                        .sorted()
                                        .toList())))));
    }

    private static Optional<String> wrongCron(String text) {
        long fields = text.strip().split("\\s+").length;
        if (fields != 5) {
            return Optional.of("it has %d %s".formatted(fields, fields == 1 ? "field" : "fields"));
        }
        try {
            new CronSchedule(text, ZoneOffset.UTC, CronStyle.UNIX);
            return Optional.empty();
        } catch (IllegalArgumentException malformed) {
            return Optional.of(reason(malformed));
        }
    }

    /// The library's own last words, as part of a sentence.
    private static String reason(IllegalArgumentException malformed) {
        Throwable innermost = malformed;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        String text = Optional.ofNullable(innermost.getMessage()).orElse("it cannot be read");
        String trimmed = text.strip().replaceFirst("\\.$", "");
        return trimmed.isEmpty() ? "it cannot be read" : trimmed.substring(0, 1).toLowerCase(Locale.ROOT) + trimmed.substring(1);
    }

    private static boolean isZone(String text) {
        try {
            return !ZoneId.of(text).getId().isEmpty();
        } catch (DateTimeException unknown) {
            return false;
        }
    }
}
