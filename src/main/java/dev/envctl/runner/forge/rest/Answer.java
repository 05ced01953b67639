package dev.envctl.runner.forge.rest;

import java.net.http.HttpHeaders;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/// What came back, whatever its status.
public record Answer(int status, HttpHeaders headers, String body) {

    public boolean isGood() {
        return status >= 200 && status < 300;
    }

    /// Gone counts as not found: GitHub says so of deleted issues.
    public boolean isMissing() {
        return status == 404 || status == 410;
    }

    /// The forge does not know who asks.
    public boolean isStranger() {
        return status == 401;
    }

    /// GitHub says 403 where others say 429.
    boolean isThrottled() {
        return status == 429
                || (status == 403
                        && (headers.firstValue("Retry-After").isPresent()
                                || headers.firstValue("X-RateLimit-Remaining")
                                        .filter("0"::equals)
                                        .isPresent()));
    }

    boolean isPassing() {
        return isThrottled() || status >= 500;
    }

    /// How long the forge wants to be left alone, where it says so.
    Optional<Duration> retryAfter(Clock clock) {
        return headers.firstValue("Retry-After")
                .flatMap(text -> wait(text, clock))
                .or(() -> headers.firstValue("X-RateLimit-Reset")
                        .or(() -> headers.firstValue("RateLimit-Reset"))
                        .filter(_ -> isThrottled())
                        .flatMap(Answer::number)
                        .map(at -> Duration.between(clock.instant(), Instant.ofEpochSecond(at))))
                .map(wait -> wait.isNegative() ? Duration.ZERO : wait);
    }

    private static Optional<Duration> wait(String text, Clock clock) {
        Optional<Long> seconds = number(text);
        if (seconds.isPresent()) {
            return seconds.map(Duration::ofSeconds);
        }
        try {
            var at = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
            return Optional.of(Duration.between(clock.instant(), at.toInstant()));
        } catch (DateTimeException notADate) {
            return Optional.empty();
        }
    }

    private static Optional<Long> number(String text) {
        return text.matches("[0-9]{1,11}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }
}
