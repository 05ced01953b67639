package dev.envctl.runner.review;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Names for what must happen once, and hashes of what was said.
final class Once {

    /// What the column takes.
    private static final int LONGEST = 1000;

    private Once() {}

    static String key(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, 20) + hash(text);
    }

    static String hash(String text) {
        try {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
