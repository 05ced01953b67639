package dev.envctl.runner.web.view;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// A moment as a person wants it (`3 min ago`), with the exact one behind it.
public record Moment(String iso, String exact, String ago, String age) {

    private static final DateTimeFormatter EXACT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    public static Moment of(Instant at, Instant now) {
        Duration age = Duration.between(at, now);
        String words = Words.age(age.abs());
        return new Moment(at.toString(), EXACT.format(at), age.isNegative() ? "in " + words : words + " ago", words);
    }
}
