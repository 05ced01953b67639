package dev.envctl.runner.web.view;

import dev.envctl.runner.run.Runs;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// A line of a run's log, numbered from 1.
public record LogLine(int number, String at, String text) {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    public static LogLine of(Runs.Line line) {
        return new LogLine(line.number(), TIME.format(line.at()), Shown.text(line.text()));
    }
}
