package dev.envctl.runner.settings;

import dev.envctl.problem.Code;
import dev.envctl.problem.Suggestion;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Optional;

/// When drift is looked for.
final class Schedules {

    private Schedules() {}

    static void check(Setting drift, Findings findings) {
        drift.at("cron")
                .ifPresent(cron -> cron.text()
                        .flatMap(Schedules::wrongCron)
                        .ifPresent(reason ->
                                findings.report(Code.INVALID_SETTING, cron, "This is no cron: %s.".formatted(reason))));
        drift.at("zone")
                .ifPresent(zone -> zone.text()
                        .filter(text -> !isZone(text))
                        .ifPresent(text -> findings.report(
                                Code.INVALID_SETTING,
                                zone,
                                "There is no time zone \"%s\".%s"
                                        .formatted(
                                                text,
                                                Suggestion.question(
                                                        text,
                                                        ZoneId.getAvailableZoneIds().stream()
                                                                .sorted()
                                                                .toList())))));
    }

    private static Optional<String> wrongCron(String text) {
        try {
            Cron.parse(text);
            return Optional.empty();
        } catch (IllegalArgumentException malformed) {
            return Optional.ofNullable(malformed.getMessage());
        }
    }

    private static boolean isZone(String text) {
        try {
            return !ZoneId.of(text).getId().isEmpty();
        } catch (DateTimeException unknown) {
            return false;
        }
    }
}
