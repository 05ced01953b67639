package dev.envctl.runner.settings;

import java.time.Duration;

/// `90d`, `12h`, `10m`, `30s`, as the schema lets them pass.
final class Amounts {

    private Amounts() {}

    static Duration duration(String text) {
        long amount = Long.parseLong(text.substring(0, text.length() - 1));
        return switch (text.charAt(text.length() - 1)) {
            case 'd' -> Duration.ofDays(amount);
            case 'h' -> Duration.ofHours(amount);
            case 'm' -> Duration.ofMinutes(amount);
            case 's' -> Duration.ofSeconds(amount);
            default -> throw new IllegalStateException("duration \"" + text + "\"; this is a bug in envctl");
        };
    }
}
