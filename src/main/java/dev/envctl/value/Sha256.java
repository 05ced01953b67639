package dev.envctl.value;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Every JDK has SHA-256, so nobody needs to catch that one has not. Texts count as UTF-8; hex is in lower case.
public final class Sha256 {

    private Sha256() {}

    public static byte[] of(byte[] content) {
        return begun().digest(content);
    }

    public static byte[] of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    public static String hex(byte[] content) {
        return HexFormat.of().formatHex(of(content));
    }

    public static String hex(String text) {
        return HexFormat.of().formatHex(of(text));
    }

    /// Only the first digits.
    public static String hex(String text, int digits) {
        return hex(text).substring(0, digits);
    }

    /// For what comes in parts.
    public static MessageDigest begun() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256; this is a bug in envctl", impossible);
        }
    }
}
