package dev.envctl.plan;

import dev.envctl.value.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

/// A content by its SHA-256, `sha256:9f86d0…`: what is compared of files that nobody wants to download for a plan. A
/// kind that only knows the digest of what is live says so in the same spelling.
final class ContentDigest {

    private static final String PREFIX = "sha256:";
    private static final Pattern DIGEST = Pattern.compile(PREFIX + "[0-9a-f]{64}");

    private ContentDigest() {}

    static String ofText(String text) {
        return isDigest(text) ? text : of(text.getBytes(StandardCharsets.UTF_8));
    }

    static String ofBase64(String base64) {
        if (isDigest(base64)) {
            return base64;
        }
        try {
            return of(Base64.getMimeDecoder().decode(base64));
        } catch (IllegalArgumentException notBase64) {
            return base64;
        }
    }

    private static boolean isDigest(String text) {
        return DIGEST.matcher(text).matches();
    }

    private static String of(byte[] content) {
        return PREFIX + Sha256.hex(content);
    }
}
