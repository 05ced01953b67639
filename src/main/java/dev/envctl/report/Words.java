package dev.envctl.report;

import java.time.Duration;
import java.util.Locale;

/// Small phrases that every report spells the same way.
public final class Words {

    private static final int LONGEST_ID = 80;

    private Words() {}

    public static String count(long number, String singular) {
        return number + " " + (number == 1 ? singular : singular + "s");
    }

    /// `3m4s`, as Terraform writes durations.
    public static String duration(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds < 60) {
            return seconds + "s";
        }
        if (seconds < 3600) {
            return "%dm%ds".formatted(seconds / 60, seconds % 60);
        }
        return "%dh%dm%ds".formatted(seconds / 3600, seconds % 3600 / 60, seconds % 60);
    }

    /// `2m` for what is only roughly known.
    public static String roughly(Duration duration) {
        return duration.toSeconds() < 60 ? duration.toSeconds() + "s" : (duration.toSeconds() + 30) / 60 + "m";
    }

    public static String seconds(long milliseconds) {
        return String.format(Locale.ROOT, "%.1f s", milliseconds / 1000.0);
    }

    public static String id(String id) {
        String printable = printable(id);
        return printable.length() <= LONGEST_ID ? printable : printable.substring(0, LONGEST_ID - 3) + "...";
    }

    /// Enough of a digest to approve by.
    public static String shortDigest(String digest) {
        return digest.length() <= 8 ? digest : digest.substring(0, 8);
    }

    /// Control characters spelt out, so that no text from a file or a service can steer a terminal or break a line.
    public static String printable(String text) {
        if (text.chars().noneMatch(Words::steers)) {
            return text;
        }
        StringBuilder safe = new StringBuilder();
        text.chars().forEach(character -> safe.append(escaped((char) character)));
        return safe.toString();
    }

    private static String escaped(char character) {
        return switch (character) {
            case '\n' -> "\\n";
            case '\t' -> "\\t";
            case '\r' -> "\\r";
            default -> steers(character) ? String.format(Locale.ROOT, "\\u%04x", (int) character) : "" + character;
        };
    }

    /// Beside the control characters those that turn the direction of writing.
    private static boolean steers(int character) {
        return Character.isISOControl(character)
                || (character >= 0x202a && character <= 0x202e)
                || (character >= 0x2066 && character <= 0x2069)
                || character == 0x2028
                || character == 0x2029;
    }
}
