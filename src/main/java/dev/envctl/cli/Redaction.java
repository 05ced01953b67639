package dev.envctl.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Pattern;

/// Takes secrets out of text that leaves the process: those that it knows, as they are and as JSON, addresses and
/// several lines show them, and whatever looks like a token of somebody. Any thread may ask.
final class Redaction {

    static final String MASK = "***";

    /// A shorter text would be found everywhere, and is no secret anyway.
    static final int SHORTEST = 8;

    private static final int SHORTEST_LINE = 16;

    private static final List<Pattern> TOKENS = List.of(
            Pattern.compile("(?i)(?<=\\b(?:bearer|basic|token) )[A-Za-z0-9._~+/=-]{12,}"),
            Pattern.compile("(?<=://)[^/\\s@\"]+(?=@)"),
            Pattern.compile("\\bgh[opsur]_[A-Za-z0-9]{16,}|\\bgithub_pat_\\w{16,}|\\bglpat-[\\w-]{16,}"),
            Pattern.compile("\\bxox[abeprs]-[\\w-]{8,}|(?<=hooks\\.slack\\.com/services/)[\\w/]+"),
            Pattern.compile("\\beyJ[\\w-]{8,}\\.[\\w-]+\\.[\\w-]+"),
            Pattern.compile(
                    "-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(-----END [A-Z ]*PRIVATE KEY-----|$)", Pattern.DOTALL));

    /// The longest first, so that no secret is left half behind by one that is part of it.
    private final ConcurrentSkipListSet<String> known = new ConcurrentSkipListSet<>(
            Comparator.comparing(String::length).reversed().thenComparing(Comparator.naturalOrder()));

    void hide(String secret) {
        add(secret, SHORTEST);
        add(escaped(secret), SHORTEST);
        add(URLEncoder.encode(secret, StandardCharsets.UTF_8), SHORTEST);
        if (secret.contains("\n")) {
            secret.lines().map(String::strip).forEach(line -> add(line, SHORTEST_LINE));
        }
    }

    private void add(String text, int shortest) {
        if (text.length() >= shortest) {
            known.add(text);
        }
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\r", "\\r")
                .replace("\n", "\\n");
    }

    String masked(String text) {
        String masked = text;
        for (String secret : known) {
            masked = masked.replace(secret, MASK);
        }
        for (Pattern token : TOKENS) {
            masked = token.matcher(masked).replaceAll(MASK);
        }
        return masked;
    }
}
